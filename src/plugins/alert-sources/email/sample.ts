/** As a provider posts a mail that it has received: for trying the address out without a mail server. */
export const SAMPLE = {
  from: 'monitor@example.org',
  to: 'alerts@example.org',
  subject: '[PROBLEM] The mail queue of mx-out-3 is growing',
  text: 'Severity: High\nHost: mx-out-3\n48,210 mails are waiting.',
} as const;
