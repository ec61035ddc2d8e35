import { inject, Injectable } from '@angular/core';
import { Api } from '../generated/api/api';
import { getEngine, listFindings, listNotifiers, listPhoneCosts } from '../generated/api/functions';
import type { Engine, FindingPage, NotifierList, PhoneCostList } from '../generated/api/models';

const PAGE = 25;

@Injectable({ providedIn: 'root' })
export class EngineApi {
  private readonly api = inject(Api);

  readonly engine = (): Promise<Engine> => this.api.invoke(getEngine);

  readonly notifiers = (): Promise<NotifierList> => this.api.invoke(listNotifiers);

  readonly phoneCosts = (): Promise<PhoneCostList> => this.api.invoke(listPhoneCosts);

  findings(pageToken?: string): Promise<FindingPage> {
    return this.api.invoke(listFindings, {
      pageSize: PAGE,
      ...(pageToken === undefined ? {} : { pageToken }),
    });
  }
}
