import { Api } from './api.js';
import { ApiPhone } from './api-phone.js';
import { grafanaAlert } from './grafana.js';
import type { Who, World } from './world.js';

export const NIGHT_TITLE = 'SMTP 受信キュー滞留 48,210 通 · mx-in tyo2';

/** A board on which every stage is to be seen at once, and phones that keep it so. */
export class Night {
  private readonly phones: ApiPhone[] = [];
  /** An alert that still fires would ring nobody anew. */
  private readonly name = `Inbound queue ${Date.now()}`;
  /** Of the alert that somebody took. */
  incidentId = '';

  constructor(private readonly world: World) {}

  async begin(): Promise<void> {
    await quiet(this.world);
    const api = new Api(this.world.origin, this.world.people.misaki.token);
    const [misaki, yoko, daisuke] = [
      await this.phone('misaki'),
      await this.phone('yoko'),
      await this.phone('daisuke'),
    ];
    const tom = await this.phone('tom');
    await this.phone('ken', { proves: false });
    await this.phone('naoki');
    await this.phone('sakura');
    const alert = { summary: NIGHT_TITLE, description: 'The queue grows by 900 a minute.', service: 'mx-in' };
    await api.deliver(this.world.hook, grafanaAlert(this.name, alert));
    await daisuke.until('rung', (phone) => phone.hasRung);
    await daisuke.decline('driving');
    await Promise.all([misaki, yoko].map((phone) => phone.until('rung', (one) => one.hasRung)));
    await misaki.answer();
    await yoko.answer();
    const start = (body: object) => api.post<{ escalationId: string }>('/escalations', body);
    await start({
      policyId: this.world.policies.storage,
      title: 'Ceph: 3 OSDs down, rack C-14',
      message: 'Need somebody with access to the rack.',
      severity: 'high',
    });
    await start({
      policyId: this.world.policies.dns,
      title: 'SERVFAIL 2.1 % on ns3',
      severity: 'warning',
    });
    await this.takenIncident(api, tom);
  }

  async end(): Promise<void> {
    await quiet(this.world);
    for (const phone of this.phones) phone.close();
  }

  /** An alert that Tom took, and what was said about it since. */
  private async takenIncident(api: Api, tom: ApiPhone): Promise<void> {
    const title = 'DNSSEC signatures expire in 2 h · ns-en';
    const description = 'The signer has not run since 01:00.';
    const alert = { summary: title, description, service: 'ns-en', severity: 'high' };
    await api.deliver(this.world.hook, grafanaAlert(`Signatures ${this.name}`, alert));
    await tom.until('rung', (phone) => phone.hasRung);
    await tom.answer();
    await tom.accept();
    const { escalations } = await api.get<{ escalations: { escalationId: string; title: string }[] }>(
      '/escalations?pageSize=10',
    );
    const taken = escalations.find((escalation) => escalation.title === title);
    this.incidentId = (
      await api.post<{ incidentId: string }>(`/escalations/${taken?.escalationId}/incident`)
    ).incidentId;
    const by = (who: Who): Api => api.as(this.world.people[who].token);
    const said: readonly (readonly [Who, string])[] = [
      [
        'tom',
        'The signer hangs on **the same key** (`ns3-zsk`). Restarted:\n\n```\nsystemctl restart signer\n```',
      ],
      ['misaki', '了解です。\n\n- 署名が揃ったら教えてください\n- 顧客への影響はまだありません'],
    ];
    for (const [who, text] of said) await by(who).post(`/incidents/${this.incidentId}/comments`, { text });
    const { version } = await api.get<{ version: number }>(`/incidents/${this.incidentId}`);
    await by('misaki').patch(`/incidents/${this.incidentId}`, { version, status: 'investigating' });
  }

  private async phone(who: Who, options?: { proves?: boolean }): Promise<ApiPhone> {
    const phone = await ApiPhone.enrol(this.world.origin, this.world.people[who], options);
    this.phones.push(phone);
    return phone;
  }
}

/** Nobody rings any more. */
export async function quiet(world: World): Promise<void> {
  const api = new Api(world.origin, world.people.misaki.token);
  const { escalations } = await api.get<{ escalations: readonly { escalationId: string }[] }>(
    '/escalations?live=true&pageSize=100',
  );
  for (const { escalationId } of escalations) await api.post(`/escalations/${escalationId}/cancel`);
}
