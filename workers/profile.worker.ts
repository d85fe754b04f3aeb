import { expose, transfer, transferHandlers } from 'comlink';
import { eld } from 'eld/small';
import { AppError, carryAppErrors } from '../src/core/model/index.ts';
import { findRowHits } from '../src/core/profile/benchmark-hits.ts';
import { findOverlap } from '../src/core/profile/overlap.ts';
import { profileBlock } from '../src/core/profile/profile-block.ts';
import { QuestionIndex } from '../src/core/profile/question-index.ts';
import { TextGroups } from '../src/core/profile/text-groups.ts';
import type { ProfileApi } from './contracts/profile-api.ts';
import { textCodec } from './text-codec.ts';

carryAppErrors(transferHandlers);

let groups: TextGroups | null = null;
let questions: QuestionIndex | null = null;

const api: ProfileApi = {
  async profileBlock(block, reading) {
    const profiled = profileBlock(block, reading, textCodec.decode, detect);
    return transfer(profiled, [profiled.sketch.hashes.buffer, profiled.sketch.signatures.buffer]);
  },
  async beginOverlap(rowCounts) {
    groups = new TextGroups(rowCounts);
  },
  async addSketch(source, sketch) {
    (groups ?? outOfTurn()).add(source, sketch);
  },
  async findOverlap(onProgress) {
    const overlap = findOverlap(groups ?? outOfTurn(), onProgress);
    groups = null;
    return overlap;
  },
  async openQuestions(texts) {
    questions = new QuestionIndex(texts);
  },
  async checkBlock(block, reading) {
    return findRowHits(block, reading, questions ?? outOfTurn(), textCodec.decode);
  },
};

function detect(text: string) {
  const result = eld.detect(text);
  return { language: result.language, isReliable: result.isReliable() };
}

function outOfTurn(): never {
  throw new AppError('internal', 'The search for duplicates was continued before it began. Start it again.');
}

expose(api);
