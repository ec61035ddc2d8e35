export const AFTER_HELP = `
Start here:
  barry oncall                                   who is on duty
  barry alert trigger 'Disk full' --team mail    opens an alert; phones ring by the team's rules
  barry escalate --team mail --title 'Disk full' calls the team and waits until somebody takes it
  barry help escalate                            more about one command

Environment:
  BARRY_SERVER   host:port, with commas between several (default 127.0.0.1:50051)
  BARRY_TOKEN    an API token; else the file ~/.config/barry/token is read, which must have mode 0600
  NO_COLOR       no colours, on a terminal too

Exit codes:
  0  done; of escalate: somebody took it
  1  an error, with its stable code on stderr
  2  wrong usage
  3  escalate: nobody took it
  4  escalate: it was resolved or cancelled before anybody took it
  5  escalate: --timeout passed; the calling goes on
`;

export const AFTER_ALERT = `
Examples:
  barry alert trigger 'Backup failed' --key backup-db1 --team db --severity high --label job=nightly
  barry alert resolve --key backup-db1
  barry alert resolve ALT-12
`;

export const AFTER_ESCALATE = `
Examples:
  barry escalate --team mail --title 'Queue is stuck' --severity critical
  barry escalate --person aoi@example.org --title 'Please look' --timeout 300
  tail -50 app.log | barry escalate --team web --title 'Deploy failed' --message -

Somebody took it: 0. Nobody did, the last resort neither: 3. Resolved or cancelled: 4. --timeout passed: 5.
Ctrl-C ends the watching, not the calling.
`;

export const AFTER_ONCALL = `
Examples:
  barry oncall --team mail
  barry oncall --at 2026-12-24T03:00:00+09:00 --json
`;

export const AFTER_CANARY = `
Examples:
  BARRY_TOKEN=… barry canary --device ~/.config/barry/canary --name canary-osaka
  barry canary --device ~/.config/barry/canary --once

It rings whenever its owner is called: give it a user of its own. Ctrl-C ends it. The device was removed, or its token
revoked: 1, with UNAUTHENTICATED on stderr.
`;

export const AFTER_AUDIT = `
Examples:
  barry audit verify
  barry audit verify --from 120000 --checkpoint 119999:5f2b…
  barry audit verify --file barry-audit.jsonl

It holds: 0. It does not: 6, with the first number that is wrong. Give it a checkpoint that was kept elsewhere (the log
of the server says one each hour), or somebody who owns the database could have written the whole chain anew.
`;

export const AFTER_SECRETS = `
Example: put the new key into BARRY_SECRET_KEY and the old one into BARRY_OTHER_SECRET_KEYS, restart, then
  barry secrets rotate
Once nothing is left, take the old key out. With several servers, let all of them know both keys first.
`;
