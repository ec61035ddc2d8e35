import { inject, Injectable } from '@angular/core';
import { Confirm } from '../design/confirm-dialog';
import { problemText } from '../design/problem-note';
import { Texts } from '../design/text/texts';
import { Toasts } from '../design/toasts';
import type { PasswordLink, User } from '../generated/api/models';
import { toProblem } from '../session/problem';
import { SettingsApi } from './settings-api';

export type NamedLink = PasswordLink & { readonly name: string };

/** One-time links for somebody's password: the first one at once, another one only on purpose. */
@Injectable({ providedIn: 'root' })
export class PasswordLinks {
  private readonly api = inject(SettingsApi);
  private readonly confirm = inject(Confirm);
  private readonly toasts = inject(Toasts);
  private readonly texts = inject(Texts);

  /** Nothing where it was refused, or not meant. */
  async make(user: User): Promise<NamedLink | undefined> {
    try {
      return { ...(await this.api.passwordLink(user.userId)), name: user.name };
    } catch (error) {
      const problem = toProblem(error);
      if (problem.code === 'PASSWORD_SET') return this.another(user);
      this.toasts.fail(problemText(problem, this.texts));
      return undefined;
    }
  }

  /** It ends sessions: meant on purpose, or not at all. */
  private async another({ userId, name }: User): Promise<NamedLink | undefined> {
    const sure = await this.confirm.ask({
      title: this.texts.t('users.link'),
      text: this.texts.t('reset.ask', { name }),
      does: this.texts.t('reset.make'),
    });
    if (!sure) return undefined;
    try {
      return { ...(await this.api.passwordLink(userId, true)), name };
    } catch (error) {
      this.toasts.fail(problemText(toProblem(error), this.texts));
      return undefined;
    }
  }
}
