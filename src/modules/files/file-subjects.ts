import { Injectable } from '@nestjs/common';
import type { FileSubject } from './files.dto.js';

/** What a module says of its things that may have files: rights come from the thing. */
export interface SubjectRights {
  /** The team of the thing. @throws not-found where there is none */
  teamOf(id: string): Promise<string>;
  readonly read: string;
  readonly write: string;
}

/** Filled by the composition root: files know of incidents no more than the word. */
@Injectable()
export class FileSubjects {
  private readonly known = new Map<FileSubject['kind'], SubjectRights>();

  add(kind: FileSubject['kind'], rights: SubjectRights): void {
    this.known.set(kind, rights);
  }

  of(kind: FileSubject['kind']): SubjectRights {
    const rights = this.known.get(kind);
    if (!rights) throw new Error(`Nobody has said who may read the files of ${kind}`);
    return rights;
  }
}
