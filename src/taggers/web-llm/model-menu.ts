import type { ModelChoice } from '../../core/tagging/language-model.ts';

/** What is known of a model before its sizes are computed. */
interface ModelFacts {
  readonly name: string;
  readonly label: string;
  readonly parameterCount: number;
  readonly vocabularySize: number;
  readonly hiddenSize: number;
  /** `vram_required_MB` of web-llm 0.2.86 for the half-precision build and its twin. */
  readonly memoryMb: readonly [halfFloats: number, fullFloats: number];
  readonly licence: string;
  readonly note: string;
}

const apache = 'Apache 2.0';
const llama = 'Llama 3.2 Community License';

// Parameter counts, vocabulary and hidden sizes as in the models' published configurations.
const models: readonly ModelFacts[] = [
  {
    name: 'Qwen2.5-0.5B-Instruct',
    label: 'Qwen2.5 0.5B',
    parameterCount: 494_032_768,
    vocabularySize: 151_936,
    hiddenSize: 896,
    memoryMb: [944.62, 1060.2],
    licence: apache,
    note: 'The smallest download, to try things out. Its tags are rough.',
  },
  {
    name: 'Llama-3.2-1B-Instruct',
    label: 'Llama 3.2 1B',
    parameterCount: 1_235_814_400,
    vocabularySize: 128_256,
    hiddenSize: 2048,
    memoryMb: [879.04, 1128.82],
    licence: llama,
    note: 'The least graphics memory.',
  },
  {
    name: 'Qwen2.5-1.5B-Instruct',
    label: 'Qwen2.5 1.5B',
    parameterCount: 1_543_714_304,
    vocabularySize: 151_936,
    hiddenSize: 1536,
    memoryMb: [1629.75, 1888.97],
    licence: apache,
    note: 'A good balance of speed and quality; reads many languages.',
  },
  {
    name: 'Qwen3-1.7B',
    label: 'Qwen3 1.7B',
    parameterCount: 1_720_574_976,
    vocabularySize: 151_936,
    hiddenSize: 2048,
    memoryMb: [2036.66, 2635.44],
    licence: apache,
    note: 'Follows the prompt more closely than Qwen2.5 1.5B.',
  },
  {
    name: 'Llama-3.2-3B-Instruct',
    label: 'Llama 3.2 3B',
    parameterCount: 3_212_749_824,
    vocabularySize: 128_256,
    hiddenSize: 3072,
    memoryMb: [2263.69, 2951.51],
    licence: llama,
    note: 'Better tags for a graphics card with 4 GB or more.',
  },
  {
    name: 'Qwen3-4B',
    label: 'Qwen3 4B',
    parameterCount: 4_022_468_096,
    vocabularySize: 151_936,
    hiddenSize: 2560,
    memoryMb: [3431.59, 4327.71],
    licence: apache,
    note: 'The best tags of this menu, and the slowest.',
  },
];

/** The models a person can choose from, smallest first. */
export const modelMenu: readonly ModelChoice[] = Object.freeze(models.map(toChoice));

/** The model that is chosen until a person chooses another. */
export const defaultModelId = 'Qwen2.5-1.5B-Instruct-q4f16_1-MLC';

/** Finds a model of the menu by the id of either of its builds. */
export function findModel(modelId: string): ModelChoice | undefined {
  return modelMenu.find(({ id, fallbackId }) => id === modelId || fallbackId === modelId);
}

/** Tells by name whether a model thinks aloud before it answers unless it is told not to. */
export function thinksAloud(modelId: string): boolean {
  return /^qwen3(\.5)?-/i.test(modelId) && !/instruct/i.test(modelId);
}

function toChoice(facts: ModelFacts): ModelChoice {
  return Object.freeze({
    id: `${facts.name}-q4f16_1-MLC`,
    label: facts.label,
    downloadBytes: weightBytes(facts.parameterCount, 16),
    memoryBytes: Math.round(facts.memoryMb[0] * 2 ** 20),
    // The table of token vectors is one tensor, half a byte a number; its scales are another.
    largestBufferBytes: (facts.vocabularySize * facts.hiddenSize) / 2,
    licence: facts.licence,
    fallbackId: `${facts.name}-q4f32_1-MLC`,
    fallbackDownloadBytes: weightBytes(facts.parameterCount, 32),
    fallbackMemoryBytes: Math.round(facts.memoryMb[1] * 2 ** 20),
    note: facts.note,
  });
}

/** Groups of 32 weights: 4 bits each and one scale of 16 or 32 bits. */
function weightBytes(parameterCount: number, scaleBits: number): number {
  return Math.round((parameterCount * (4 + scaleBits / 32)) / 8);
}
