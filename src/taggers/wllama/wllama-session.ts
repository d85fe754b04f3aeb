import { askModel } from './ask-model.ts';
import { endsAllRequests, explainWllamaFailure } from './explain-wllama-failure.ts';
import { SlotGate } from './slot-gate.ts';
import { reasonOf, untilAborted } from './until-aborted.ts';
import { AppError } from '../../core/model/index.ts';
import type { Completion, CompletionRequest, OnText } from '../../core/tagging/engine.ts';
import type { RunningModel } from './start-model.ts';

/** A model in memory and the gate before its slots. */
interface Station {
  readonly model: RunningModel;
  readonly gate: SlotGate;
  /** Aborted when no further request may go there. */
  readonly closing: AbortController;
}

/**
 * Puts requests to a model in memory until its life ends.
 *
 * An exception in llama.cpp ends all requests in flight, whose fault it ever was, and wllama 3.8.1 can lose some of
 * them in their slots. So at the first one a model with several slots is started again with one, and everybody who
 * was cut off is asked again there, where each request fails by its own fault only.
 */
export class WllamaSession {
  readonly #life: AbortController;
  readonly #startSingle: () => Promise<RunningModel>;
  #station: Promise<Station>;
  #interruption = new AbortController();

  /**
   * @param life Aborted here when the engine fails for good, with the error as its reason.
   * @param startSingle Starts the same model with one slot.
   */
  constructor(model: RunningModel, life: AbortController, startSingle: () => Promise<RunningModel>) {
    this.#life = life;
    this.#startSingle = startSingle;
    this.#station = Promise.resolve(openStation(model));
  }

  /**
   * Answers one request; those beyond the slots wait.
   * @throws AppError as `TaggingEngine.complete` does.
   */
  complete(request: CompletionRequest, onText?: OnText): Promise<Completion> {
    const signal = AbortSignal.any([this.#life.signal, this.#interruption.signal]);
    return untilAborted(this.#answer(request, signal, onText), signal);
  }

  /** Ends the answers in progress and those that wait. */
  interrupt(): void {
    this.#interruption.abort(new AppError('aborted', 'The answer in progress was stopped.'));
    this.#interruption = new AbortController();
  }

  async #answer(request: CompletionRequest, signal: AbortSignal, onText?: OnText): Promise<Completion> {
    const onLonger = onText === undefined ? undefined : onlyLonger(onText);
    for (;;) {
      const station = await this.#station;
      try {
        return await this.#ask(station, request, signal, onLonger);
      } catch (thrown) {
        const hasMoved = station.closing.signal.aborted;
        if (signal.aborted || !hasMoved) throw this.#explain(thrown, signal, station.model);
      }
    }
  }

  async #ask(
    station: Station,
    request: CompletionRequest,
    signal: AbortSignal,
    onText?: OnText,
  ): Promise<Completion> {
    const { model, gate, closing } = station;
    const leave = await gate.enter(1, AbortSignal.any([signal, closing.signal]));
    try {
      return await askModel(model.runtime, request, signal, onText);
    } catch (thrown) {
      // Before the slot is given back, so that nobody comes after.
      if (model.slots > 1 && endsAllRequests(thrown)) this.#moveFrom(station);
      throw thrown;
    } finally {
      leave();
    }
  }

  #moveFrom(station: Station): void {
    if (station.closing.signal.aborted) return;
    station.closing.abort(new AppError('internal', 'The request has to be put again.'));
    this.#station = this.#openSingle(station);
    this.#station.catch(() => undefined);
  }

  async #openSingle({ model, gate }: Station): Promise<Station> {
    try {
      await gate.enter(model.slots, this.#life.signal);
      await model.runtime.exit();
      return openStation(await this.#startSingle());
    } catch (thrown) {
      this.#life.abort(thrown);
      throw thrown;
    }
  }

  #explain(thrown: unknown, signal: AbortSignal, { modelName, sizeBytes, log }: RunningModel): AppError {
    if (signal.aborted) return reasonOf(signal);
    const error = explainWllamaFailure(thrown, { doing: 'tag', modelName, sizeBytes, lines: log.lines });
    if (error.code === 'engine-failed') this.#life.abort(error);
    return error;
  }
}

function openStation(model: RunningModel): Station {
  return { model, gate: new SlotGate(model.slots), closing: new AbortController() };
}

/** A second try begins from the start; nobody wants to see the text shrink. */
function onlyLonger(onText: OnText): OnText {
  let length = 0;
  return (text) => {
    if (text.length <= length) return;
    length = text.length;
    onText(text);
  };
}
