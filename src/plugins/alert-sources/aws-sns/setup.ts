import type { SetupPlace } from '../../kit/index.js';

/** What the operator does in AWS. */
export const setup = ({ url, locale }: SetupPlace): string =>
  locale === 'ja'
    ? [
        '1. AWS の **SNS → トピック** で、CloudWatch アラームが通知するトピックを開き、**サブスクリプションの作成** を押します。',
        `2. プロトコルに **HTTPS**、エンドポイントに \`${url}\` を指定します。**raw メッセージ配信** はオフのままにします。`,
        '3. 確認は自動で行われます。Barry から AWS に接続できない場合は、この画面に出る「確認する」を押してください。',
        '4. CloudWatch アラームの **アラーム** と **OK** の両方の通知先に、そのトピックを指定します。OK がないとアラートは解決されません。',
        '5. 試すには: `aws cloudwatch set-alarm-state --alarm-name 名前 --state-value ALARM --state-reason test`',
        '',
        'コマンドラインでは次の 1 行です。',
        '',
        '```sh',
        `aws sns subscribe --topic-arn TOPIC_ARN --protocol https --notification-endpoint '${url}'`,
        '```',
        '',
        'CloudWatch に重大度はありません。アラームの説明に `severity: critical`（`team: …`、`runbook: https://…` も可）と書くか、オプションで名前ごとに決めます。SNS は約 1 分間だけ送り直します。長い停止に備えて、サブスクリプションにデッドレターキューを付けてください。',
        '',
        '下のシェルの例は AWS の署名がないため、オプション「Check the signature」がオフのときだけ受け付けられます。',
      ].join('\n')
    : [
        '1. In AWS open **SNS → Topics**, the topic that your CloudWatch alarms notify, and press **Create subscription**.',
        `2. Protocol **HTTPS**, endpoint \`${url}\`. Leave **raw message delivery** off.`,
        '3. It confirms itself. Where Barry has no way to AWS, press **Confirm** when this page shows it.',
        '4. Name the topic for **In alarm** and for **OK** of your alarms: without OK nothing is resolved.',
        '5. Try it: `aws cloudwatch set-alarm-state --alarm-name NAME --state-value ALARM --state-reason test`',
        '',
        'As one line:',
        '',
        '```sh',
        `aws sns subscribe --topic-arn TOPIC_ARN --protocol https --notification-endpoint '${url}'`,
        '```',
        '',
        'CloudWatch knows no severity: write `severity: critical` into the description of an alarm (`team: …` and `runbook: https://…` are read as well), or set it by name in the options. SNS repeats for about a minute only; give the subscription a dead-letter queue for longer outages.',
        '',
        'The line for a shell below has no signature of AWS: it is taken only while the option *Check the signature* is off.',
      ].join('\n');
