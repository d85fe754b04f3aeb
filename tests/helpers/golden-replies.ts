import { readdirSync, readFileSync } from 'node:fs';
import type { ReplyEnd } from '../../src/core/tagging/found-tags.ts';

/** A reply as a model writes it, and what a careful reader takes out of it. */
export interface GoldenReply {
  readonly name: string;
  readonly end: ReplyEnd;
  readonly reply: string;
  readonly status: string;
  readonly tags: readonly string[];
  readonly explanations?: readonly string[];
}

const folder = new URL('../golden/replies/', import.meta.url);

/** Reads all cases: a file holds one, named by the file, or a list of one theme with a name each. */
export function readGoldenReplies(): GoldenReply[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.json'))
    .flatMap(readFile);
}

function readFile(file: string): GoldenReply[] {
  const theme = file.replace('.json', '');
  const content: unknown = JSON.parse(readFileSync(new URL(file, folder), 'utf8'));
  const cases: unknown[] = Array.isArray(content) ? content : [content];
  return cases.map((value) => {
    if (!isGoldenReply(value)) throw new Error(`${file} needs end, reply, status and tags in each case.`);
    return { ...value, name: Array.isArray(content) ? `${theme}: ${value.name}` : theme };
  });
}

function isGoldenReply(value: unknown): value is GoldenReply {
  return typeof value === 'object' && value !== null && 'reply' in value && 'tags' in value;
}
