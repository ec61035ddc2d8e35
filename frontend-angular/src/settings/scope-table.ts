import { ChangeDetectionStrategy, Component, computed, inject, input, model } from '@angular/core';
import { Texts } from '../design/text/texts';
import type { OrgRole, Scope } from '../generated/api/models';
import {
  isImplied,
  offeredScopes,
  SCOPE_KINDS,
  SCOPE_MODULES,
  type ScopeKind,
  scopeOf,
  toggled,
} from './scopes.rules';

/** What a token may do: modules by read, write and ring, all modules on top. */
@Component({
  selector: 'barry-scope-table',
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: { class: 'contents' },
  template: `
    <table class="scopes">
      <caption>
        {{
          t('tokens.scopes')
        }}
        <small class="t3">{{ texts.word('scopeNote', role()) }}</small>
      </caption>
      <thead>
        <tr>
          <th scope="col">{{ t('tokens.module') }}</th>
          @for (kind of kinds; track kind) {
            <th scope="col" class="tick">{{ texts.word('scope', kind) }}</th>
          }
        </tr>
      </thead>
      <tbody>
        @for (row of rows(); track row.module) {
          <tr [class.wide]="row.module === 'all'">
            <th scope="row">{{ texts.word('scopeModule', row.module) }}</th>
            @for (cell of row.cells; track cell.kind) {
              <td class="tick">
                @if (cell.scope; as scope) {
                  <input
                    type="checkbox"
                    [attr.aria-label]="label(row.module, cell.kind)"
                    [checked]="cell.on"
                    [disabled]="cell.implied"
                    (change)="chosen.set(toggle(chosen(), scope))"
                  />
                }
              </td>
            }
          </tr>
        }
      </tbody>
    </table>
  `,
})
export class ScopeTable {
  readonly role = input.required<OrgRole>();
  readonly chosen = model.required<readonly Scope[]>();
  protected readonly texts = inject(Texts);
  protected readonly t = this.texts.t;
  protected readonly kinds = SCOPE_KINDS;
  protected readonly toggle = toggled;
  protected readonly rows = computed(() => {
    const offered = offeredScopes(this.role());
    const chosen = this.chosen();
    return SCOPE_MODULES.map((module) => ({
      module: module ?? 'all',
      cells: SCOPE_KINDS.map((kind) => {
        const found = scopeOf(module, kind);
        const scope = found !== undefined && offered.has(found) ? found : undefined;
        const implied = scope !== undefined && isImplied(chosen, scope);
        return { kind, scope, implied, on: implied || (scope !== undefined && chosen.includes(scope)) };
      }),
    })).filter(({ cells }) => cells.some(({ scope }) => scope !== undefined));
  });

  protected label(module: string, kind: ScopeKind): string {
    return `${this.texts.word('scopeModule', module)}: ${this.texts.word('scope', kind)}`;
  }
}
