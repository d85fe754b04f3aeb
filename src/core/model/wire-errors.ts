import { AppError, toAppError, type ErrorCode, type ErrorDetails } from './errors.ts';

/** An AppError taken apart into plain values, so that it survives structured cloning. */
interface WireError {
  readonly code: ErrorCode;
  readonly message: string;
  readonly details: ErrorDetails;
  readonly stack: string;
}

/** The part of Comlink's transfer handler registry this file needs. */
interface HandlerRegistry {
  set(name: string, handler: unknown): unknown;
}

// Comlink marks thrown values so that its "throw" handler takes them; the mark is not exported by name in the types.
interface ThrownValue {
  readonly value: unknown;
}

/**
 * Replaces Comlink's `throw` handler, which keeps only name, message and stack: with ours, code and details arrive
 * too. Must run on both sides before the first call.
 *
 * @param handlers Comlink's `transferHandlers`.
 */
export function carryAppErrors(handlers: HandlerRegistry & { get(name: string): unknown }): void {
  const stock = handlers.get('throw');
  if (!isThrowHandler(stock)) throw new AppError('internal', 'Comlink has no "throw" handler to replace.');
  handlers.set('throw', {
    canHandle: (value: unknown) => stock.canHandle(value),
    serialize: ({ value }: ThrownValue): [WireError, never[]] => [packError(value), []],
    deserialize: (wire: WireError): never => {
      throw unpackError(wire);
    },
  });
}

function packError(thrown: unknown): WireError {
  const error = toAppError(thrown, { code: 'internal', doing: 'The work in the background' });
  const origin = error.cause instanceof Error ? error.cause : error;
  return { code: error.code, message: error.message, details: error.details, stack: origin.stack ?? '' };
}

function unpackError(wire: WireError): AppError {
  const error = new AppError(wire.code, wire.message, wire.details);
  error.stack = wire.stack;
  return error;
}

function isThrowHandler(value: unknown): value is { canHandle(candidate: unknown): boolean } {
  return typeof value === 'object' && value !== null && 'canHandle' in value;
}
