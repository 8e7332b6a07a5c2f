#!/usr/bin/env bash
# From a key pair to a payment link: signs a client assertion by RS256 with openssl, posts it with curl, and uses the token.
# docs/authenticate.md tells what each step is for.
set -euo pipefail

usage='get-a-token.sh --client ID [OPTION VALUE]...

  --client ID   the client_id that `tallystick clients add` printed
  --key FILE    its private key, PEM (default client.key)
  --kid NAME    the key'\''s name (default my-key)
  --hub URL     the test environment (default http://localhost:4000/test)

get-a-token.sh --make-key FILE
  makes a key pair instead: FILE.key, and FILE.jwk for `tallystick clients add --jwk`; its name is that of --kid'

client='' key=client.key kid=my-key hub=http://localhost:4000/test make=''
while [ $# -gt 0 ]; do
  case $1 in
    --help) echo "$usage"; exit 0 ;;
    --client | --key | --kid | --hub | --make-key)
      [ $# -ge 2 ] || { echo "$1 takes a value" >&2; exit 2; }
      name=${1#--}
      printf -v "${name%-key}" %s "$2"
      shift 2 ;;
    *) printf 'unknown option %s\n\n%s\n' "$1" "$usage" >&2; exit 2 ;;
  esac
done

fail() {
  printf 'FAILED: %s\n' "$1" >&2
  exit 1
}

for tool in curl openssl; do command -v "$tool" >/dev/null || fail "$tool is not installed"; done

base64url() {
  local text
  text=$(openssl base64 -A)
  text=${text//+/-} text=${text//\//_}
  echo "${text//=/}"
}

if [ -n "$make" ]; then
  (umask 077 && openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048 -out "$make.key" 2>/dev/null)
  modulus=$(openssl rsa -in "$make.key" -noout -modulus)
  n=$(printf '%b' "$(sed 's/../\\x&/g' <<<"${modulus#Modulus=}")" | base64url)
  # AQAB is 65537, the exponent that openssl takes.
  printf '{"kty":"RSA","kid":"%s","alg":"RS256","use":"sig","n":"%s","e":"AQAB"}\n' "$kid" "$n" >"$make.jwk"
  printf 'private key  %s\npublic key   %s\n' "$make.key" "$make.jwk"
  exit 0
fi

[ -n "$client" ] || { echo "$usage" >&2; exit 2; }
[ -r "$key" ] || fail "cannot read $key; --make-key client makes one"

# post URL CONTENT_TYPE [curl's arguments]: what it reads from standard input goes out as the body; leaves $status, $body.
post() {
  local answer
  answer=$(curl -sS -X POST -H "Content-Type: $2" --data-binary @- -w '\n%{http_code}' "${@:3}" "$1") || fail "no answer from $1"
  status=${answer##*$'\n'} body=${answer%$'\n'*}
}

# member NAME: the first text of that name in $body.
member() {
  local shape="\"$1\":\"([^\"]*)\""
  [[ $body =~ $shape ]] || fail "the answer has no $1: $body"
  echo "${BASH_REMATCH[1]}"
}

endpoint=$hub/oauth2/v1/token
now=$(date +%s)
header=$(printf '{"alg":"RS256","typ":"JWT","kid":"%s"}' "$kid" | base64url)
claims=$(printf '{"iss":"%s","sub":"%s","aud":"%s","iat":%d,"exp":%d,"jti":"%s"}' \
  "$client" "$client" "$endpoint" "$now" $((now + 300)) "$(openssl rand -hex 16)" | base64url)
signature=$(printf %s "$header.$claims" | openssl dgst -sha256 -sign "$key" -binary | base64url)

form="grant_type=client_credentials&scope=pay_by_link&client_id=$client"
form+="&client_assertion_type=urn%3Aietf%3Aparams%3Aoauth%3Aclient-assertion-type%3Ajwt-bearer"
form+="&client_assertion=$header.$claims.$signature"
post "$endpoint" application/x-www-form-urlencoded < <(printf %s "$form")
[ "$status" = 200 ] || fail "the token endpoint answered $status: $body"
token=$(member access_token)
echo "token: ${#token} characters, $(member scope)"

# Secrets reach curl by a file descriptor: what stands in a command line is for everybody on the machine to read.
post "$hub/links/create" application/json -H @<(printf 'Authorization: Bearer %s' "$token") <<END
{"client_id":"$client","payment_intent":{"amount":"12.50","currency":"RON","creditor":{"name":"Tally and Daughters","iban":"RO10RZBR0000069999999970"},"description":"One tally stick, hazel"}}
END
[ "$status" = 200 ] || fail "links/create answered $status: $body"
link=$(member link_id)
echo "link:  $(member web_url)"

post "$hub/links/get" application/json -H @<(printf 'Authorization: Bearer %s' "$token") <<END
{"client_id":"$client","link_id":"$link"}
END
[ "$status" = 200 ] || fail "links/get answered $status: $body"
echo "state: $(member status)"
