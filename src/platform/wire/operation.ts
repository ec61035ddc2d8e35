import {
  applyDecorators,
  createParamDecorator,
  type ExecutionContext,
  HttpCode,
  RequestMapping,
  RequestMethod,
  SetMetadata,
} from '@nestjs/common';
import { GrpcMethod } from '@nestjs/microservices';
import { valid } from '../errors/invalid-input.js';
import type { Operation } from './declare.js';
import { messageInput } from './grpc-input.js';
import { httpInput, type HttpRequestParts } from './http-input.js';

export * from './declare.js';

const OPERATION = Symbol('operation');

export const operationOf = (handler: object): Operation | undefined =>
  Reflect.getMetadata(OPERATION, handler) as Operation | undefined;

/** Mounts a handler on both wires. The handler takes `@Input()` and `@Caller()` and gives back the view. */
export function Operate(operation: Operation): MethodDecorator {
  return applyDecorators(
    RequestMapping({ path: `/api/v1${operation.path}`, method: RequestMethod[operation.method] }),
    HttpCode(operation.created ? 201 : 200),
    GrpcMethod(operation.service, operation.rpc),
    SetMetadata(OPERATION, operation),
    (_target: object, _key: string | symbol, descriptor: PropertyDescriptor) => {
      Reflect.defineMetadata(OPERATION, operation, descriptor.value as object);
    },
  );
}

/** The checked input, whichever wire brought it. */
export const Input = createParamDecorator((_: unknown, context: ExecutionContext) => {
  const operation = operationOf(context.getHandler());
  if (!operation) throw new Error(`${context.getHandler().name} takes @Input() but is no operation`);
  return checkedInput(operation, context);
});

const checked = new WeakMap<object, unknown>();

/** Once for each request. @throws InvalidInput */
export function checkedInput(operation: Operation, context: ExecutionContext): unknown {
  const carrier =
    context.getType() === 'rpc'
      ? context.switchToRpc().getContext<object>()
      : context.switchToHttp().getRequest<object>();
  if (!checked.has(carrier)) checked.set(carrier, valid(operation.input, rawInput(operation, context)));
  return checked.get(carrier);
}

function rawInput(operation: Operation, context: ExecutionContext): unknown {
  return context.getType() === 'rpc'
    ? messageInput(operation.input, context.switchToRpc().getData<Record<string, unknown>>())
    : httpInput(operation, context.switchToHttp().getRequest<HttpRequestParts>());
}
