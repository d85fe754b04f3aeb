/**
 * Tags that two blocks of the vocabulary name differently although they mean the same; the entry of the first is
 * joined to the second. One pair a line: `other label > label that stays`.
 */
export const sameTags: ReadonlyMap<string, string> = new Map(
  readLines(`
    categorisation > classification
    comparison and contrast > comparison
    pros and cons > advantages and disadvantages
    summary of text > summarisation
    fill in the blank > gap filling
    word meaning > definition
    word definition > definition
    parts of speech > part of speech tagging
    sentence types > sentence type identification
    word order > sentence restructuring
    voice in grammar > voice conversion
    question forming > sentence transformation
    verb conjugation rule > verb conjugation
    word origin > etymology
    acronym > abbreviation expansion
    synonym > synonym generation
    antonym > antonym generation
    idiom > idiom explanation
    language translation > translation
    emotion detection > emotion recognition
    common sense reasoning > commonsense reasoning
    true or false > fact checking
    sentence using words > given words to use
    email composition > email writing
    speech composition > speech writing
    argument structure > argumentation
    title suggestion > title generation
    report structure > report writing
    tone and style > tone adjustment
    recall of examples > list generation
    persuasive writing > argumentation
    fun fact > fact generation
    code translation > code conversion
    capitalisation > case conversion
    thanks > gratitude
    poem > poetry
    word formation rule > word formation
    lesson planning > lesson plan
    timeline format > timeline
    timeline creation > timeline
    social media post > social media writing
    fitness plan > workout planning
    average > averaging
    game design idea > game design
    equation > equation solving
    trip planning > travel planning
    text to speech > speech recognition
    flyer > flyer and poster
    poster > flyer and poster
    brand name > name generation
    product naming > product name
    apology letter > apology
    apology writing > apology
    caption writing > caption
    regex writing > regular expression
    case report > case study
    quiz > quiz question
    number sequence > number pattern
    proof > mathematical proof
    sql statement > sql query
    gift suggestion > gift idea
    weather enquiry > weather forecast
    graph of a function > graphing
    commonsense > commonsense reasoning
    analogical reasoning > analogy
    personal finance question > personal finance
    diary writing > journaling
    diary entry > journaling
    news headline > headline writing
    headline > headline writing
    quotation > quote
    quote generation > quote
    budget planning > budgeting
    question decomposition > problem solving
    percentage calculation > percentage
    chatbot response > chatbot
    interview question > job interview
    survey question > survey design
    complaint letter > complaint writing
  `).map(([other, stays]) => [other, stays] as const),
);

/**
 * Phrases that say too little where they stand alone: they stay in the vocabulary as weak evidence. The tag is the one
 * that stays after joining.
 */
export const doubtfulPhrases: ReadonlyMap<string, readonly string[]> = new Map([
  ['given words to use', ['sentence using']],
  ['averaging', ['average']],
  ['company profile', ['company that']],
  ['number program', ['number between']],
  ['title generation', ['movie title', 'name for the']],
  ['comic book', ['superhero']],
  ['student life', ['student']],
  ['plot development', ['story of']],
  ['customer purchase', ['shopping mall']],
]);

/**
 * Groups of near twins: of each only the tag with the strongest evidence is given. `first, second, …`; the order
 * settles equal evidence. A tag may stand in several groups.
 */
export const twinGroups: readonly (readonly string[])[] = readGroups(`
  causal explanation, explanation, with reasons, reasons and justification
  process explanation, explanation, how-to guidance
  how-to guidance, with steps, step-by-step format, process explanation
  concept explanation, explanation
  characteristics, description
  importance explanation, explanation, description
  example generation, with examples
  example generation, list generation
  factual question, question answering, definition, general knowledge, yes or no question
  definition, concept explanation, explanation
  given words to use, given words
  given sentence, given passage, given statement
  given list, given data, list generation
  story writing, short story, creative writing, story
  poetry writing, poetry, acrostic
  essay writing, essay
  article writing, article
  blog writing, blog post, blog
  email writing, email, email management, message writing
  letter writing, business writing
  speech writing, speech
  report writing, report
  summarisation, summary
  outline creation, outline
  slogan writing, slogan, tagline, jingle
  advertising copy, advertisement, advertising, copywriting, sales pitch
  social media writing, tweet, twitter
  social media writing, instagram caption, facebook, social media, caption
  song writing, lyrics, song lyrics, song, rap verse
  script writing, screenwriting
  list management, to-do list, shopping list
  pitch writing, advertising copy, elevator pitch, professional networking
  joke writing, joke, pun, comedy
  riddle writing, riddle, question generation
  dialogue writing, dialogue, dialogue craft, conversation generation
  script writing, screenplay, movie script, script
  character creation, character development, character sketch, backstory
  plot development, plot, plot summary
  world building, story setting
  title generation, headline writing, title, name generation
  name generation, company name, product name
  biography writing, biography, biographical information, autobiography
  recipe writing, recipe
  resume writing, resume
  question generation, quiz question, trivia, discussion question, exam question
  metaphor creation, metaphor, simile, figurative language, analogy
  metaphor creation, comparison
  review writing, review, testimonial, product review
  review writing, movie review
  review writing, book review
  review writing, restaurant recommendation
  news writing, journalism, news article, news
  description writing, description, descriptive detail, descriptive language
  description writing, product description
  instruction writing, how-to guidance, guide, tutorial
  menu planning, menu
  planning, organising, scheduling, schedule planning
  planning, timeline
  planning, action plan
  schedule planning, schedule, scheduling
  strategy development, planning, campaign planning, marketing strategy
  single paragraph, paragraph limit, paragraph writing
  perspective taking, first person, second person, third person
  timeline, sequence ordering
  children's literature, children's story, story writing
  travel planning, itinerary, vacation, trip planning
  translation, back translation, transliteration
  sentence generation, single sentence
  paragraph writing, single paragraph
  sentence combining, single sentence
  sentence splitting, text splitting, two sentences
  sentence restructuring, sorting, word puzzle, sentence structure
  sentence transformation, sentence type identification, conversion, rewriting
  tense conversion, verb tense, past tense, present tense, future tense, conversion
  voice conversion, active voice, passive voice, conversion
  unit conversion, temperature conversion, conversion, measurement
  data conversion, conversion, data formatting
  case conversion, conversion
  number conversion, number base conversion, conversion
  code conversion, conversion, translation
  currency conversion, conversion
  formal rewriting, tone adjustment, formal tone, professional tone
  tone adjustment, polite tone, formal tone, informal tone, friendly tone, humorous tone, persuasive tone
  tone adjustment, neutral tone, respectful tone, optimistic tone, sarcastic tone
  rewriting, paraphrasing, keep the meaning
  grammar correction, error correction, grammar, grammar analysis
  spelling correction, error correction, spelling
  punctuation correction, error correction, punctuation
  proofreading, error correction, text editing
  text shortening, conciseness, clarity and concision
  text expansion, detail
  sentiment analysis, emotion recognition, classification
  text classification, classification
  topic identification, identification
  language identification, identification
  named entity recognition, information extraction, identification
  keyword extraction, information extraction, keyword generation
  identification, selection, information extraction
  classification, grouping, sorting
  ranking, sorting, rating
  sorting, alphabetical order, alphabetical list, ascending order, descending order, chronological order, number ordering
  sorting, order of importance
  cause and effect, causal reasoning
  fact checking, verification, yes or no question
  part of speech tagging, noun, verb, adjective, adverb, pronoun, preposition, grammar analysis, word listing
  definition, vocabulary, definition lookup
  rhyming, rhyming lines
  idiom explanation, proverb meaning, proverb
  word puzzle, anagram, word game, crossword
  abbreviation expansion, acronym creation
  verb conjugation, verb tense
  hypothetical scenario, scenario, creative prompt, brainstorming
  role play, hypothetical scenario, creative prompt, perspective taking
  argumentation, debate, persuasion, persuasive tone
  role play, interview
  advice, recommendation, how-to guidance, giving advice
  brainstorming, creative thinking, recommendation
  activity suggestion, recommendation, weekend activity
  problem solving, equation solving
  calculation, arithmetic, addition, subtraction, multiplication, division, averaging
  arithmetic word problem, word problem, total calculation, numerical reasoning, calculation
  arithmetic word problem, arithmetic, comparison problem
  equation solving, equation writing, algebra, formula
  averaging, median
  code generation, software development, function definition, programming, source code, code snippet
  code generation, algorithm design, algorithm, pseudocode
  code generation, class definition, script
  query writing, sql query, sql
  web page creation, html page, website design, web development
  web page creation, landing page
  regular expression, equation writing
  algorithm design, algorithm
  json output, json schema, json handling
  table creation, table
  spreadsheet, spreadsheet software, spreadsheet formula
  diagram creation, diagram, flowchart
  chart, data visualisation
  data analysis, given data
  customer support, customer service, customer satisfaction, account support
  customer support, problem report
  small talk, assistant small talk, assistant identity, assistant capability
  greeting, greeting and farewell, small talk
  farewell, greeting and farewell
  reminder management, reminder
  device control, volume control
  multiple choice answering, multiple choice options, multiple choice question, selection
  gap filling, sentence completion, text completion
  story ending, text completion
  product design, design
  game design, design
  survey design, questionnaire, survey, question generation
  hypothesis generation, hypothesis, natural language inference
  fact generation, example generation, trivia
  job interview, interview, question generation
  story writing, narrative voice
  formal tone, professional tone
  creative style, creative thinking, creative writing
  simple language, text simplification
  lesson plan, planning, teaching
  workout planning, exercise, planning
  meal planning, planning, menu planning
  dietary restriction, vegetarian diet, vegan diet, gluten free diet
  cover letter, letter writing
  resignation, resignation letter
  thank-you note, gratitude, greeting message
  apology, letter writing
  word listing, list generation, word list
  given number of items, top ten list, ranked list
  research, academic research, research method
  design, user interface design
  literary analysis, figurative language, text analysis, analysis
  text analysis, analysis
  data analysis, analysis
  trend analysis, analysis
  inference, interpretation
  selection, factual question
`);

const GENERIC_WORDS = new Set(
  `writing creation generation composition suggestion format output identification tagging explanation planning design list
  story question answer`.split(/\s+/),
);

/**
 * The part of a label that says what it is about: `slogan writing` and `slogan` share it.
 *
 * @returns Undefined when nothing but generic words is left.
 */
export function labelCore(tag: string): string | undefined {
  const core = tag.split(' ').filter((word) => !GENERIC_WORDS.has(word));
  return core.length === 0 ? undefined : core.map((word) => word.replace(/s$/, '')).join(' ');
}

function readLines(block: string): string[][] {
  return block
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .map((line) => line.split('>').map((part) => part.trim()));
}

function readGroups(block: string): string[][] {
  return block
    .split('\n')
    .map((line) => line.split(',').map((tag) => tag.trim()))
    .map((tags) => tags.filter((tag) => tag !== ''))
    .filter((tags) => tags.length > 1);
}
