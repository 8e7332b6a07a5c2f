#!/usr/bin/env bash
# From the TLS handshake to balances, transactions, payments and their end at two sandbox banks, with curl and openssl.
# The person at the browser is played by curl, too: it fills in the bank's forms and reads the codes from the sandbox phone.
# docs/try-the-bank.md tells what each step is for.
set -euo pipefail

usage='try-the-bank.sh [OPTION VALUE]...

  --xs2a URL    the banks'\'' mutual-TLS address (default https://localhost:4443)
  --pages URL   the banks'\'' pages (default http://127.0.0.1:4080)
  --cert FILE   the QWAC of the TPP, with PSP_AI and PSP_PI (default .tallystick/pki/tpp.pem)
  --key FILE    its key (default .tallystick/pki/tpp.key)
  --ca FILE     the authority of the banks'\'' own certificate (default .tallystick/pki/root.pem)
  --back URL    where the bank sends the browser back to; nothing need answer there (default https://localhost:3000/back)

Who logs in is taken from the environment: PAYSERA_LOGIN, PAYSERA_PASSWORD, RZB_LOGIN, RZB_PASSWORD.'

xs2a=https://localhost:4443
pages=http://127.0.0.1:4080
pki=.tallystick/pki
cert=$pki/tpp.pem key=$pki/tpp.key ca=$pki/root.pem
back=https://localhost:3000/back
paysera_login=${PAYSERA_LOGIN:-jonas.kazlauskas} paysera_password=${PAYSERA_PASSWORD:-amber-on-the-beach}
rzb_login=${RZB_LOGIN:-9999999998} rzb_password=${RZB_PASSWORD:-9999999998}

while [ $# -gt 0 ]; do
  case $1 in
    --help) echo "$usage"; exit 0 ;;
    --xs2a | --pages | --cert | --key | --ca | --back)
      [ $# -ge 2 ] || { echo "$1 takes a value" >&2; exit 2; }
      printf -v "${1#--}" %s "$2"
      shift 2 ;;
    *) printf 'unknown option %s\n\n%s\n' "$1" "$usage" >&2; exit 2 ;;
  esac
done

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

fail() {
  printf 'FAILED: %s\n' "$1" >&2
  exit 1
}

for tool in curl openssl; do command -v "$tool" >/dev/null || fail "$tool is not installed"; done
for file in "$cert" "$key" "$ca"; do [ -r "$file" ] || fail "cannot read $file; npm start makes the sandbox's certificates"; done

# --- the wire ---------------------------------------------------------------------------------------------------------

uuid() {
  local hex
  hex=$(openssl rand -hex 16)
  echo "${hex:0:8}-${hex:8:4}-4${hex:13:3}-a${hex:17:3}-${hex:20:12}"
}

base64url() {
  local text
  text=$(openssl base64 -A)
  text=${text//+/-} text=${text//\//_}
  echo "${text//=/}"
}

# call STATUS WHAT METHOD URL [curl's arguments]: sends, prints one line, leaves the answer in $body, fails at another status.
call() {
  local expected=$1 what=$2 method=$3 url=$4 id status wait
  shift 4
  id=$(uuid)
  while :; do
    status=$(curl -sS --cacert "$ca" --cert "$cert" --key "$key" -X "$method" -H "X-Request-ID: $id" \
      -D "$work/head" -o "$work/body" -w '%{http_code}' "$@" "$url") || fail "no answer to $method $url"
    # Slow down when the bank says so; the same id is the same request.
    [ "$status" = 429 ] && [ "$expected" != 429 ] || break
    wait=$(sed -n 's/^[Rr]etry-[Aa]fter: *\([0-9]*\).*/\1/p' "$work/head")
    [ "${wait:-60}" -le 5 ] || fail "$method $url: 429, try again in ${wait:-some} s: $(<"$work/body")"
    sleep "${wait:-1}"
  done
  body=$(<"$work/body")
  [ "$status" = "$expected" ] || fail "$what: $method $url answered $status, not $expected: $body"
  printf '  %s %-6s %s\n' "$status" "$method" "$what"
}

# member NAME: the first text of that name in $body. Answers are JSON without line breaks.
member() {
  local shape="\"$1\":\"([^\"]*)\""
  [[ $body =~ $shape ]] || fail "the answer has no $1: $body"
  echo "${BASH_REMATCH[1]}"
}

link() {
  local shape="\"$1\":[{]\"href\":\"([^\"]*)\""
  [[ $body =~ $shape ]] || fail "the answer has no link $1: $body"
  echo "${BASH_REMATCH[1]}"
}

expect() {
  local value
  value=$(member "$1")
  [ "$value" = "$2" ] || fail "$1 is $value and not $2: $body"
  printf '      %s: %s\n' "$1" "$value"
}

json='Content-Type: application/json'
present='PSU-IP-Address: 192.0.2.7'

# Secrets reach curl by a file descriptor: what stands in a command line is for everybody on the machine to read.
bearer() { printf 'Authorization: Bearer %s' "$1"; }

# --- the browser ------------------------------------------------------------------------------------------------------

# visit URL [curl's arguments]: follows redirects like a browser until there is a page, or the way back to the TPP.
# Leaves the page in $page, its address in $at; or the address back in $came_back.
visit() {
  local url=$1 answer status next
  shift
  while :; do
    answer=$(curl -sS -b "$work/jar" -c "$work/jar" -H "Origin: $pages" -o "$work/page" \
      -w '%{http_code} %{redirect_url}' "$@" "$url") || fail "no answer from $url"
    status=${answer%% *} next=${answer#* }
    case $status in
      200) page=$(<"$work/page") page=${page//$'\n'/ } at=$url; return ;;
      302 | 303) ;;
      *) fail "the page $url answered $status" ;;
    esac
    case $next in
      "$back"\?*) came_back=$next; return ;;
      "$back") came_back=$next; return ;;
      "$pages"/*) url=$next ;;
      *) fail "$url leads to $next, which is neither the bank nor the TPP" ;;
    esac
    set -- # What was posted is posted once.
  done
}

# submit FORM [NAME=VALUE]...: fills in the form of the page whose action ends in /FORM, hidden fields included.
submit() {
  local form action hidden rest name field arguments shape="action=\"([^\"]*/$1)\""
  [[ $page =~ $shape ]] || fail "$at has no form $1"
  action=${BASH_REMATCH[1]}
  rest=${page#*action=\""$action"\"} form=${rest%%</form>*}
  shift
  : >"$work/form"
  arguments=()
  shape='<input type="hidden" name="([^"]*)" value="([^"]*)"'
  while [[ $form =~ $shape ]]; do
    hidden=${BASH_REMATCH[0]} form=${form#*"$hidden"}
    set -- "$@" "${BASH_REMATCH[1]}=${BASH_REMATCH[2]}"
  done
  for field in "$@"; do
    name=${field%%=*}
    printf %s "${field#*=}" >"$work/field-$name"
    arguments+=(--data-urlencode "$name@$work/field-$name")
  done
  visit "$action" "${arguments[@]}"
}

# authorise BANK URL LOGIN PASSWORD: logs in, chooses the first account where there is a choice, confirms with the code.
authorise() {
  local bank=$1 login=$3 password=$4 round code phone number='<b>([0-9]{7})</b>'
  local problem='role="alert"[^<]*<h2>[^<]*</h2> *<p>(<a[^>]*>)?([^<]*)' account='name="(account_[^"]*)" +value="([^"]*)"'
  came_back=''
  rm -f "$work/jar"
  visit "$2"
  for round in 1 2 3 4 5 6; do # More than the bank has pages.
    [ -z "$came_back" ] || return 0
    # The bank's own word for what went wrong, such as a wrong password.
    [[ ! $page =~ $problem ]] || fail "the bank's page says: ${BASH_REMATCH[2]}"
    case $page in
      *'/login"'*)
        echo "      browser: logs in as $login"
        submit login "login=$login" "secret=$password" ;;
      *'/account"'*'<fieldset id="accounts"'*)
        [[ $page =~ $account ]] || fail "$at offers no account"
        echo "      browser: chooses the first account"
        submit account "${BASH_REMATCH[1]}=${BASH_REMATCH[2]}" ;;
      *'/answer"'*)
        phone=$(curl -sS "$pages/$bank/phone/$login") || fail "no answer from the phone of $login"
        [[ $phone =~ $number ]] || fail "no code came to the phone of $login"
        code=${BASH_REMATCH[1]}
        echo "      browser: enters the code from the phone"
        submit answer "code=$code" ;;
      *'/method"'*)
        echo "      browser: agrees, and asks for a code"
        submit method ;;
      *) fail "$at is not a page that this script knows" ;;
    esac
  done
  [ -n "$came_back" ] || fail "the bank's pages did not come to an end at $at"
}

# parameter NAME: of the address that the browser came back to, percent-decoded.
parameter() {
  local value shape="&$1=([^&]*)"
  [[ "&${came_back#*\?}" =~ $shape ]] || fail "the browser came back without $1: ${came_back%%\?*}"
  printf -v value %b "${BASH_REMATCH[1]//%/\\x}"
  echo "$value"
}

# tokens SCOPE LOGIN PASSWORD: the authorization code flow with PKCE; leaves $access and $refresh.
tokens() {
  local scope=$1 verifier challenge state query
  verifier=$(openssl rand 48 | base64url)
  challenge=$(printf %s "$verifier" | openssl dgst -sha256 -binary | base64url)
  state=$(openssl rand -hex 16)
  query="response_type=code&client_id=$client_id&redirect_uri=$back&scope=$scope&state=$state"
  authorise paysera_lt "$authorization_endpoint?$query&code_challenge=$challenge&code_challenge_method=S256" "$2" "$3"
  [ "$(parameter state)" = "$state" ] || fail "another state came back"
  [ "$(parameter iss)" = "$issuer" ] || fail "another issuer came back"
  call 200 "exchanges the code for $scope" POST "$token_endpoint" -d grant_type=authorization_code \
    -d "client_id=$client_id" -d "redirect_uri=$back" --data-urlencode "code@"<(printf %s "$(parameter code)") \
    --data-urlencode "code_verifier@"<(printf %s "$verifier")
  access=$(member access_token) refresh=$(member refresh_token)
}

# --- the handshake ----------------------------------------------------------------------------------------------------

host=${xs2a#https://}
echo "Handshake with $host"
shaken=$(openssl s_client -connect "$host" -servername "${host%:*}" -CAfile "$ca" -cert "$cert" -key "$key" \
  -verify_return_error </dev/null 2>&1) || fail "no TLS with $host: $(grep -i error <<<"$shaken" | sed 2q)"
grep -qE 'Verification: OK|Verify return code: 0' <<<"$shaken" || fail "the bank's certificate is not of $ca"
printf '  %s, the bank is who it says\n' "$(grep -oE 'TLSv1\.[23]' <<<"$shaken" | sed q)"
subject=$(openssl x509 -in "$cert" -noout -subject)
client_id=$(grep -oE 'PSD[A-Z]{2}-[A-Z]{2,8}-[A-Za-z0-9]+' <<<"$subject" | sed q) || fail "no authorisation number in $subject"
echo "  the TPP is $client_id"

# --- paysera_lt: OAuth, a token bound to the consent or the payment ---------------------------------------------------

bank=$xs2a/paysera_lt/xs2a/berlin/1.3
printf '\npaysera_lt: discovery\n'
call 200 "reads the authorization server's metadata" GET "$bank/.well-known/oauth-authorization-server"
issuer=$(member issuer) authorization_endpoint=$(member authorization_endpoint) token_endpoint=$(member token_endpoint)

printf '\npaysera_lt: accounts, balances, transactions\n'
call 201 "creates a consent" POST "$bank/v1/consents" -H "$present" -H "TPP-Redirect-URI: $back" -H "$json" \
  -d '{"access":{"allPsd2":"allAccounts"},"recurringIndicator":true,"validUntil":"9999-12-31","frequencyPerDay":4,"combinedServiceIndicator":false}'
consent=$bank/v1/consents/$(member consentId)
tokens "AIS:${consent##*/}" "$paysera_login" "$paysera_password"
call 200 "reads the consent's status" GET "$consent/status" && expect consentStatus valid
call 200 "refreshes the token" POST "$token_endpoint" -d grant_type=refresh_token -d "client_id=$client_id" \
  --data-urlencode "refresh_token@"<(printf %s "$refresh")
access=$(member access_token) accounts_token=$access
call 200 "lists accounts" GET "$bank/v1/accounts" -H "$present" -H @<(bearer "$access") && member iban >/dev/null
account=$bank/v1/accounts/$(member resourceId)
call 200 "reads balances" GET "$account/balances" -H "$present" -H @<(bearer "$access")
printf '      balance: %s\n' "$(member amount)"
since=$(date -u -d '-30 days' +%Y-%m-%d 2>/dev/null || date -u -v-30d +%Y-%m-%d)
call 200 "reads transactions since $since" GET "$account/transactions?bookingStatus=both&dateFrom=$since" \
  -H "$present" -H @<(bearer "$access")
printf '      transactions: %s\n' "$(grep -o '"transactionAmount"' <<<"$body" | grep -c .)"

printf '\npaysera_lt: a payment, paid\n'
order='{"instructedAmount":{"currency":"EUR","amount":"12.50"},"creditorName":"Gintare Petrauske","creditorAccount":{"iban":"LT493500010002345678"},"remittanceInformationUnstructured":"Tally sticks"}'
initiate() { call 201 "initiates a payment" POST "$bank/v1/payments/sepa-credit-transfers" -H "$present" -H "TPP-Redirect-URI: $back" -H "$json" -d "$order" "$@"; }
initiate
payment=$bank/v1/payments/sepa-credit-transfers/$(member paymentId)
call 200 "lists its authorisations" GET "$payment/authorisations"
first='"authorisationIds":[[]"([^"]*)"'
[[ $body =~ $first ]] || fail "no authorisation: $body"
authorisation=$payment/authorisations/${BASH_REMATCH[1]}
call 200 "reads the authorisation" GET "$authorisation" && expect scaStatus received
tokens "PIS:${payment##*/}" "$paysera_login" "$paysera_password"
call 200 "reads the authorisation" GET "$authorisation" -H @<(bearer "$access") && expect scaStatus finalised
call 200 "reads the payment's status" GET "$payment/status" -H @<(bearer "$access") && expect transactionStatus ACSC
call 405 "cancels what is executed: too late" DELETE "$payment" && expect code SERVICE_INVALID

printf '\npaysera_lt: a payment, cancelled\n'
initiate -H 'TPP-Explicit-Authorisation-Preferred: true'
payment=$bank/v1/payments/sepa-credit-transfers/$(member paymentId)
call 201 "starts its authorisation" POST "$(link startAuthorisation)" -H "TPP-Redirect-URI: $back" -H "$json" -d '{}'
call 204 "cancels it" DELETE "$payment"
call 200 "reads its status" GET "$payment/status" && expect transactionStatus CANC
call 405 "cancels it again" DELETE "$payment" && expect code SERVICE_INVALID
call 404 "cancels what does not exist" DELETE "${payment%/*}/$(uuid)" && expect code RESOURCE_UNKNOWN

printf '\npaysera_lt: the end of the consent\n'
call 204 "ends the consent" DELETE "$consent"
call 200 "reads the consent's status" GET "$consent/status" && expect consentStatus terminatedByTpp
call 403 "lists accounts with its token" GET "$bank/v1/accounts" -H "$present" -H @<(bearer "$accounts_token") && expect code TOKEN_INVALID

# --- rzb_ro: redirect, certificate and Consent-ID ---------------------------------------------------------------------

bank=$xs2a/rzb_ro/xs2a/berlin/1.3
printf '\nrzb_ro: accounts, balances, transactions\n'
call 201 "creates a consent whose accounts the account holder chooses" POST "$bank/v1/consents" -H "$present" \
  -H "TPP-Redirect-URI: $back" -H "$json" \
  -d '{"access":{"accounts":[],"balances":[],"transactions":[]},"recurringIndicator":true,"validUntil":"9999-12-31","frequencyPerDay":4,"combinedServiceIndicator":false}'
consent=$bank/v1/consents/$(member consentId)
authorise rzb_ro "$(link scaRedirect)" "$rzb_login" "$rzb_password"
call 200 "reads the consent's status" GET "$consent/status" && expect consentStatus valid
by="Consent-ID: ${consent##*/}"
call 200 "lists accounts" GET "$bank/v1/accounts" -H "$present" -H "$by" && member iban >/dev/null
account=$bank/v1/accounts/$(member resourceId)
call 200 "reads balances" GET "$account/balances" -H "$present" -H "$by"
printf '      balance: %s\n' "$(member amount)"
call 200 "reads transactions since $since" GET "$account/transactions?bookingStatus=both&dateFrom=$since" -H "$present" -H "$by"
printf '      transactions: %s\n' "$(grep -o '"transactionAmount"' <<<"$body" | grep -c .)"
call 204 "ends the consent" DELETE "$consent"
call 401 "lists accounts under it" GET "$bank/v1/accounts" -H "$present" -H "$by" && expect code CONSENT_INVALID

printf '\nAll steps answered as they should.\n'
