import type { INestApplication } from '@nestjs/common';
import { type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import type { OpenApi } from '../wire/openapi.js';

/** The document at `/api/openapi.json`, and a page to read and try it at `/api/docs`. Nothing is loaded from elsewhere. */
export function serveDocs(app: INestApplication, document: OpenApi): void {
  SwaggerModule.setup('api/docs', app, document as unknown as OpenAPIObject, {
    jsonDocumentUrl: 'api/openapi.json',
    yamlDocumentUrl: 'api/openapi.yaml',
    customSiteTitle: 'Barry API',
  });
}
