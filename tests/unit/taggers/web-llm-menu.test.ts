import { prebuiltAppConfig } from '@mlc-ai/web-llm';
import { describe, expect, test } from 'vitest';
import {
  defaultModelId,
  findModel,
  modelMenu,
  thinksAloud,
} from '../../../src/taggers/web-llm/model-menu.ts';

const records = new Map(prebuiltAppConfig.model_list.map((record) => [record.model_id, record]));

describe.each(modelMenu)('$label', (choice) => {
  test('is known to the runtime, in both builds, with the memory that the menu states', () => {
    expect(records.get(choice.id)?.vram_required_MB).toBeCloseTo(choice.memoryBytes / 2 ** 20, 2);
    expect(records.get(choice.fallbackId)?.vram_required_MB).toBeCloseTo(
      choice.fallbackMemoryBytes / 2 ** 20,
      2,
    );
  });

  test('needs no feature in its fallback build, and downloads less than it needs of memory', () => {
    expect(records.get(choice.fallbackId)?.required_features ?? []).toEqual([]);
    expect(choice.downloadBytes).toBeLessThan(choice.memoryBytes);
    expect(choice.fallbackDownloadBytes).toBeGreaterThan(choice.downloadBytes);
    expect(choice.largestBufferBytes).toBeLessThan(choice.downloadBytes);
  });

  test('is found by the id of either build', () => {
    expect(findModel(choice.id)).toBe(choice);
    expect(findModel(choice.fallbackId)).toBe(choice);
  });
});

test('the menu has six models, smallest download first, and the default is one of them', () => {
  const sizes = modelMenu.map(({ downloadBytes }) => downloadBytes);
  expect(sizes).toHaveLength(6);
  expect(sizes).toEqual([...sizes].sort((first, second) => first - second));
  expect(findModel(defaultModelId)?.label).toBe('Qwen2.5 1.5B');
});

test('the sizes of downloads agree with the weights that were measured', () => {
  const gigabytes = modelMenu.map(({ downloadBytes }) => Math.round(downloadBytes / 1e7) / 100);
  expect(gigabytes).toEqual([0.28, 0.7, 0.87, 0.97, 1.81, 2.26]);
});

test('only the Qwen3 models think aloud', () => {
  expect(modelMenu.filter(({ id }) => thinksAloud(id)).map(({ label }) => label)).toEqual([
    'Qwen3 1.7B',
    'Qwen3 4B',
  ]);
});

test('a folder is told by its name: instruct builds of Qwen3 do not think', () => {
  expect(thinksAloud('qwen3-0.6B-q4f32_1-MLC')).toBe(true);
  expect(thinksAloud('Qwen3.5-2B-q4f16_1-MLC')).toBe(true);
  expect(thinksAloud('Qwen3-4B-Instruct-2507-q4f16_1-MLC')).toBe(false);
});
