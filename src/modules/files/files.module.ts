import { join } from 'node:path';
import { Module } from '@nestjs/common';
import { Clock } from '../../platform/clock/clock.js';
import { Config } from '../../platform/config/config.js';
import { BlobStore } from './blob-store.js';
import { BlobSweep } from './blob-sweep.service.js';
import { DiskBlobs } from './disk-blobs.js';
import { FileSubjects } from './file-subjects.js';
import { FilesController } from './files.controller.js';
import { FilesService } from './files.service.js';
import { S3Blobs } from './s3-blobs.js';

function storeOf({ settings: { files, dataDir } }: Config, clock: Clock): BlobStore {
  return files.store === 's3'
    ? new S3Blobs(files.s3, clock)
    : new DiskBlobs(files.folder || join(dataDir, 'files'));
}

@Module({
  controllers: [FilesController],
  providers: [
    FilesService,
    FileSubjects,
    BlobSweep,
    { provide: BlobStore, useFactory: storeOf, inject: [Config, Clock] },
  ],
  exports: [FilesService, FileSubjects],
})
export class FilesModule {}
