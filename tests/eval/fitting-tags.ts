/**
 * What counts as a fitting tag, written down before the figures: for each set, and each of its labels, the areas of
 * the vocabulary and the single tags that say what the row is about. The general intents (explanation, question
 * answering, list generation, given sentence ...) and terms taken from the text itself never count, so that a
 * row without a tag of the right field fails.
 */
export interface Fitting {
  readonly areas: readonly string[];
  readonly tags: readonly string[];
}

/** Fitting areas and tags by set, then by label; the empty label stands for the whole set. */
export const fittingTags: Readonly<Record<string, Readonly<Record<string, Fitting>>>> = {
  GSM8K: { '': areas('mathematics') },
  CodeAlpaca: { '': areas('programming') },
  'CodeAlpaca, held out': { '': areas('programming') },
  Banking77: { '': areas('finance') },
  'Banking77, held out': { '': areas('finance') },
  'MT-Bench': {
    writing: areas('writing', 'editing'),
    roleplay: tags('role play'),
    reasoning: areas('reasoning', 'mathematics'),
    math: areas('mathematics'),
    coding: areas('programming'),
    extraction: tags(
      'information extraction',
      'named entity recognition',
      'keyword extraction',
      'data analysis',
      'classification',
      'text classification',
      'sentiment analysis',
      'rating',
      'counting',
      'json output',
      'csv output',
    ),
    stem: areas(
      ...['physics', 'chemistry', 'biology', 'astronomy', 'earth science', 'environment', 'engineering'],
      ...['mathematics', 'technology', 'artificial intelligence', 'data science'],
    ),
    humanities: areas(
      ...[
        'history',
        'philosophy',
        'politics',
        'law',
        'society',
        'culture',
        'literature',
        'arts',
        'music',
        'film',
      ],
      ...['religion', 'psychology', 'education', 'finance'],
    ),
  },
  FLASK: {
    Culture: areas(
      ...[
        'culture',
        'arts',
        'music',
        'film',
        'literature',
        'food',
        'sport',
        'games',
        'entertainment',
        'media',
        'travel',
      ],
      ...['religion', 'fashion', 'events', 'geography'],
    ),
    Humanities: areas(
      ...[
        'philosophy',
        'religion',
        'literature',
        'history',
        'psychology',
        'relationships',
        'arts',
        'writing',
        'culture',
      ],
      ...['reasoning'],
    ),
    Technology: areas(
      'technology',
      'engineering',
      'programming',
      'artificial intelligence',
      'data science',
      'devices',
    ),
    'Social Science': areas(
      ...[
        'society',
        'politics',
        'law',
        'finance',
        'business',
        'marketing',
        'careers',
        'education',
        'psychology',
      ],
      ...['relationships', 'geography'],
    ),
    Language: areas('language', 'writing', 'editing', 'literature'),
    Math: areas('mathematics', 'data science'),
    Coding: areas('programming'),
    'Natural Science': areas(
      ...[
        'physics',
        'chemistry',
        'biology',
        'astronomy',
        'earth science',
        'environment',
        'animals',
        'plants',
        'medicine',
      ],
    ),
    Health: areas('health', 'medicine', 'mental health', 'nutrition', 'food', 'biology', 'sport'),
    History: areas('history', 'politics', 'geography'),
  },
  CLINC150: {
    banking: areas('finance'),
    credit_cards: areas('finance'),
    kitchen_and_dining: areas('food', 'nutrition'),
    home: areas('devices', 'music', 'shopping', 'home', 'productivity'),
    auto_and_commute: areas('transport', 'travel'),
    travel: areas('travel', 'language', 'finance'),
    utility: areas('devices', 'mathematics', 'language', 'earth science', 'games'),
    work: areas('careers', 'finance', 'business', 'productivity'),
    small_talk: {
      ...areas('conversation', 'entertainment', 'philosophy'),
      tags: ['assistant small talk', 'assistant identity', 'assistant capability', 'greeting and farewell'],
    },
    meta: areas('conversation', 'devices'),
    '': { areas: [], tags: [] },
  },
};

/** Fields that rows do not deal in: a tag of one of them is a false alarm. */
export interface Foreign {
  readonly areas: readonly string[];
  /** Labels of the rows that are looked at; all rows of the set where it is left out. */
  readonly labels?: readonly string[];
}

/** Foreign fields by set. */
export const foreignFields: Readonly<Record<string, Foreign>> = {
  GSM8K: { areas: ['programming', 'medicine', 'literature'] },
  CodeAlpaca: { areas: ['finance', 'medicine', 'religion'] },
  'CodeAlpaca, held out': { areas: ['finance', 'medicine', 'religion'] },
  Banking77: { areas: ['mathematics', 'programming'] },
  'Banking77, held out': { areas: ['mathematics', 'programming'] },
  'MT-Bench': { areas: ['mathematics', 'programming'], labels: ['writing', 'roleplay', 'humanities'] },
  FLASK: { areas: ['mathematics', 'programming'], labels: ['Culture', 'Humanities', 'History'] },
  CLINC150: { areas: ['programming', 'literature'] },
};

function areas(...names: string[]): Fitting {
  return { areas: names, tags: [] };
}

function tags(...names: string[]): Fitting {
  return { areas: [], tags: names };
}
