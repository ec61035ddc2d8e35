import { ChangeDetectionStrategy, Component, computed, input } from '@angular/core';
import { NgTemplateOutlet } from '@angular/common';
import { parseMarkdown } from './parse';

@Component({
  selector: 'barry-markdown',
  imports: [NgTemplateOutlet],
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: { class: 'md' },
  template: `
    <ng-template #line let-parts>
      @for (part of parts; track $index) {
        @switch (part.kind) {
          @case ('bold') {
            <b>{{ part.text }}</b>
          }
          @case ('italic') {
            <i>{{ part.text }}</i>
          }
          @case ('code') {
            <code>{{ part.text }}</code>
          }
          @case ('mention') {
            <span class="at">{{ part.text }}</span>
          }
          @case ('link') {
            <a class="link" [href]="part.url" target="_blank" rel="noopener noreferrer">{{ part.text }}</a>
          }
          @default {
            <span>{{ part.text }}</span>
          }
        }
      }
    </ng-template>
    @for (block of blocks(); track $index) {
      @switch (block.kind) {
        @case ('code') {
          <pre tabindex="0">{{ block.text }}</pre>
        }
        @case ('table') {
          <table class="md-table">
            @for (row of block.rows; track $index; let head = $first) {
              <tr>
                @for (cell of row; track $index) {
                  @if (head) {
                    <th><ng-container *ngTemplateOutlet="line; context: { $implicit: cell }" /></th>
                  } @else {
                    <td><ng-container *ngTemplateOutlet="line; context: { $implicit: cell }" /></td>
                  }
                }
              </tr>
            }
          </table>
        }
        @case ('list') {
          @if (block.ordered) {
            <ol [attr.start]="block.start === 1 ? null : block.start">
              @for (item of block.items; track $index) {
                <li><ng-container *ngTemplateOutlet="line; context: { $implicit: item }" /></li>
              }
            </ol>
          } @else {
            <ul>
              @for (item of block.items; track $index) {
                <li><ng-container *ngTemplateOutlet="line; context: { $implicit: item }" /></li>
              }
            </ul>
          }
        }
        @default {
          <p [class]="block.kind">
            @for (text of block.lines; track $index) {
              @if (!$first) {
                <br />
              }
              <ng-container *ngTemplateOutlet="line; context: { $implicit: text }" />
            }
          </p>
        }
      }
    }
  `,
})
export class MarkdownText {
  readonly text = input.required<string>();
  protected readonly blocks = computed(() => parseMarkdown(this.text()));
}
