import { existsSync, readFileSync } from 'node:fs';
import { projectFolder } from '../../src/build/source-stamp.mjs';

const folder = `${projectFolder}/../shared/data`;

/** A label and the group that people put it in. */
export interface TruthLabel {
  readonly label: string;
  readonly group: string;
}

/** Labels that people merged. */
export interface MergeTruth {
  readonly name: string;
  readonly labels: readonly TruthLabel[];
}

/** Whether the sets are there. */
export function hasMergeTruth(): boolean {
  return existsSync(`${folder}/github_topics`) && existsSync(`${folder}/ni_label_maps`);
}

/**
 * Reads the topics of GitHub with their aliases, and the two label maps of Natural Instructions.
 *
 * A topic cannot hold a space, so its hyphens stand for spaces. A label that belongs to two groups counts in the first.
 */
export function readMergeTruth(): MergeTruth[] {
  return [
    { name: 'GitHub topic aliases', labels: readTopics() },
    {
      name: 'Natural Instructions labels',
      labels: [...readLabelMap('categories_map.json'), ...readLabelMap('domains_map.json')],
    },
  ];
}

function readTopics(): TruthLabel[] {
  const lines = readFileSync(`${folder}/github_topics/derived/topics.jsonl`, 'utf8').trim().split('\n');
  return lines.flatMap((line) => {
    const { topic, aliases } = JSON.parse(line) as { topic: string; aliases: string[] };
    return [topic, ...aliases].map((label) => ({ label: label.replaceAll('-', ' '), group: topic }));
  });
}

function readLabelMap(name: string): TruthLabel[] {
  const map = JSON.parse(readFileSync(`${folder}/ni_label_maps/${name}`, 'utf8')) as Record<string, string[]>;
  return Object.entries(map).map(([label, groups]) => ({ label, group: `${name} ${groups[0]}` }));
}
