// Proves that a link moves as decision 5 says and in no other way, and that the bank's word never takes it backwards.
import assert from "node:assert/strict";
import { test } from "node:test";
import { transactionStatuses } from "@tallystick/xs2a";
import { linkStatuses, type LinkStatus } from "../events.ts";
import {
  completes,
  isExpired,
  linkStatusOf,
  mayBegin,
  mayMove,
  moveKindOf,
  moves,
  movesToFollow,
  type MoveKind,
} from "./rules.ts";

const text = (words: string): string[] => words.trim().split(/\s+/);

/** Decision 5, moves of links of type `link`, written out a second time. */
const once = text(
  `created>started created>revoked started>requested started>revoked requested>intent_accepted requested>submitted
  requested>completed requested>failed intent_accepted>awaiting_authz intent_accepted>failed intent_accepted>revoked
  awaiting_authz>received awaiting_authz>submitted awaiting_authz>completed awaiting_authz>failed awaiting_authz>revoked
  received>awaiting_authz received>submitted received>completed received>failed received>revoked failed>started
  submitted>completed submitted>failed submitted>funds_received submitted>funds_rejected completed>funds_received
  completed>funds_rejected`,
);
const several = [...once, ...text("completed>started funds_received>started funds_rejected>started")];
const elsewhere = new Set(text("created>started started>requested started>revoked failed>started"));
const atOnce = ["created>requested", ...once.filter((move) => !elsewhere.has(move))];

test("every pair of statuses is allowed or forbidden as decision 5 says, for links of every nature", () => {
  for (const [kind, list] of Object.entries({ once, several, at_once: atOnce })) {
    const allowed = new Set(list);
    for (const from of linkStatuses) {
      for (const to of linkStatuses) {
        assert.equal(mayMove(from, to, kind as MoveKind), allowed.has(`${from}>${to}`), `${kind}: ${from} > ${to}`);
      }
    }
    assert.equal(Object.values(moves[kind as MoveKind]).flat().length, allowed.size, kind);
  }
  assert.equal(moveKindOf({ type: "link", max_completions: 1 }), "once");
  assert.equal(moveKindOf({ type: "link", max_completions: 2 }), "several");
  for (const type of ["wrapped_sca", "redirect_sca"] as const) {
    assert.equal(moveKindOf({ type, max_completions: 1 }), "at_once");
  }
});

test("a payment may begin where its link's status, nature and count allow it, and nowhere else", () => {
  const may = (status: LinkStatus, type: "link" | "wrapped_sca", most: number, made: number) =>
    mayBegin({ status, type, max_completions: most, completions: made });
  for (const status of linkStatuses) {
    const fresh = ["created", "started", "failed"].includes(status);
    const paid = ["completed", "funds_received", "funds_rejected"].includes(status);
    assert.equal(may(status, "link", 1, 0), fresh, status);
    assert.equal(may(status, "link", 3, 2), fresh || paid, status);
    assert.equal(may(status, "link", 3, 3), false, status);
    assert.equal(may(status, "wrapped_sca", 1, 0), false, status);
    for (const to of linkStatuses) {
      assert.equal(completes(status, to), to === "completed" || `${status}>${to}` === "submitted>funds_received");
    }
  }
});

test("the bank's codes mean what decision 4 says", () => {
  const groups = {
    undefined: "RCVD PATC RVCM RVNC RCVC",
    submitted: "ACTC ACCP ACWC ACWP ACFC ACSP PDNG PART",
    completed: "ACSC ACCC",
    failed: "RJCT",
    revoked: "CANC",
  };
  const expected = Object.entries(groups).flatMap(([status, codes]) => codes.split(" ").map((code) => [code, status]));
  assert.deepEqual(
    Object.fromEntries(transactionStatuses.map((code) => [code, String(linkStatusOf[code])])),
    Object.fromEntries(expected),
  );
});

test("P13: from every status, every code leads along allowed moves, and no pair of codes leads back", () => {
  const rank: Partial<Record<LinkStatus, number>> = {
    submitted: 1,
    completed: 2,
    funds_received: 3,
    funds_rejected: 3,
  };
  for (const start of linkStatuses) {
    for (const first of transactionStatuses) {
      const reached = follow(start, first);
      for (const second of transactionStatuses) {
        const ended = follow(reached, second);
        if (reached === "completed" || reached === "revoked")
          assert.equal(ended, reached, `${start} ${first} ${second}`);
        if (rank[reached] !== undefined && ended !== "failed") {
          assert.ok((rank[ended] ?? 0) >= rank[reached], `${start} ${first} ${second}: ${reached} > ${ended}`);
        }
      }
    }
  }
});

function follow(from: LinkStatus, code: (typeof transactionStatuses)[number]): LinkStatus {
  let status = from;
  for (const to of movesToFollow(from, code) ?? []) {
    assert.ok(mayMove(status, to), `${status} > ${to} by ${code}`);
    status = to;
  }
  return status;
}

test("a bank that contradicts itself is told apart from one that repeats itself", () => {
  assert.equal(movesToFollow("submitted", "RCVD"), undefined);
  assert.equal(movesToFollow("completed", "RJCT"), undefined);
  assert.equal(movesToFollow("completed", "ACSP"), undefined);
  assert.deepEqual(movesToFollow("completed", "ACCC"), []);
  assert.deepEqual(movesToFollow("received", "RCVD"), []);
  assert.deepEqual(movesToFollow("intent_accepted", "ACSC"), ["awaiting_authz", "completed"]);
  assert.deepEqual(movesToFollow("submitted", "CANC"), ["failed"]);
});

test("a link whose payment is live does not expire; it expires when that payment has ended", () => {
  const expires_at = new Date(1_000);
  const live = ["requested", "intent_accepted", "awaiting_authz", "received", "submitted"];
  for (const status of linkStatuses) {
    assert.equal(isExpired({ status, expires_at }, new Date(1_000)), !live.includes(status), status);
    assert.equal(isExpired({ status, expires_at }, new Date(999)), false, status);
  }
});
