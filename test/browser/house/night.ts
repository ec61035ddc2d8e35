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
    const taken = await start({
      userIds: [this.world.people.tom.userId],
      title: 'LDAP レプリカ遅延 40 秒',
      message: 'Replica 2 is 40 s behind.',
      severity: 'high',
    });
    await tom.until('rung', (phone) => phone.hasRung);
    await tom.accept();
    await api.post(`/escalations/${taken.escalationId}/incident`);
  }

  async end(): Promise<void> {
    await quiet(this.world);
    for (const phone of this.phones) phone.close();
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
