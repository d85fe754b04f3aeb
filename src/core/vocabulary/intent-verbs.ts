/**
 * Which tag a verb in the imperative stands for. One line a tag, `tag: verb, verb`; a verb may stand on two lines.
 * Verbs that only say “make something” are in {@link producingVerbs}: there the object decides.
 */
export const verbIntents: ReadonlyMap<string, readonly string[]> = readTable(`
  rewriting: rewrite, re-write, reword, re-word, rephrase, restate, reformulate, recast, rework, reimagine
  paraphrasing: paraphrase, reword, rephrase
  summarisation: summarize, summarise, condense, recap, abridge, encapsulate
  text editing: edit, revise, modify, amend, alter, adapt, polish, refine
  text improvement: improve, enhance, strengthen, polish, refine
  proofreading: proofread
  error correction: correct, fix
  text simplification: simplify
  text shortening: shorten, compress, trim, truncate, abbreviate
  text expansion: expand, elaborate, lengthen, extend
  text completion: complete, finish, continue
  sentence combining: combine, merge, join, link
  text splitting: split, separate
  word replacement: replace, substitute, swap
  text insertion: insert, append, add, include, prepend
  text removal: remove, delete, eliminate, omit, strip, erase
  text formatting: format, reformat
  sentence restructuring: rearrange, re-arrange, restructure, reorder, re-order, reconstruct, unscramble
  text reversal: reverse, invert
  conversion: convert, transform, turn, transcribe, transpose, change
  translation: translate
  transliteration: transliterate
  classification: classify, categorize, categorise, label, tag, assign
  identification: identify, recognize, recognise, detect, spot, locate, pinpoint, determine
  information extraction: extract, retrieve, isolate, parse, scrape
  keyword extraction: highlight, underline
  explanation: explain, clarify, elucidate, illustrate, illuminate
  description: describe, depict, portray, characterize, characterise
  definition: define
  comparison: compare, contrast, differentiate, distinguish
  analysis: analyze, analyse, examine, dissect, explore, investigate, study
  evaluation: evaluate, assess, judge, appraise, gauge
  critique: critique, criticize, criticise
  rating: rate, score, grade
  recommendation: suggest, recommend, advise, propose
  brainstorming: brainstorm, ideate, think, conceptualize
  list generation: list, enumerate, name, itemize, compile
  calculation: calculate, compute, sum, multiply, divide, subtract, evaluate
  estimation: estimate, approximate
  guessing: guess
  prediction: predict, forecast, anticipate, project
  sorting: sort, arrange, alphabetize, order
  organising: organize, organise, structure, reorganize, reorganise, assemble, arrange
  grouping: group, cluster, bucket, sort
  ranking: rank, prioritize, prioritise
  selection: choose, select, pick, decide
  verification: verify, check, validate, confirm, authenticate, double-check
  fact checking: fact-check, debunk
  persuasion: convince, persuade, argue, defend, justify
  planning: plan, schedule, strategize, prepare, organize
  outline creation: outline
  design: design, sketch, draw, redesign
  research: research, search, google, browse
  discussion: discuss, debate, comment
  interpretation: interpret, decipher, decode
  inference: infer, deduce, conclude, derive
  problem solving: solve, resolve, troubleshoot, diagnose, address, tackle
  mathematical proof: prove
  role play: pretend, roleplay, role-play, embody, act
  hypothetical scenario: imagine, suppose, picture, envision, visualize
  counting: count, tally
  matching: match, pair
  spelling: spell
  greeting: greet
  software development: implement, program, code
  code generation: print, declare, initialize, initialise, instantiate, iterate, concatenate
  debugging: debug
  code refactoring: refactor
  model training: train
  citation: cite, quote, reference
  synthesis: synthesize, synthesise, integrate
  gap filling: fill
  outlining steps: sequence
  opinion: share, reflect
  testing: test, quiz
  recalling: recall, remember
  demonstration: demonstrate, show
  reminder management: remind
  connection finding: connect, relate, associate, correlate
  optimisation: optimize, optimise, maximize, minimize, streamline
  deletion of duplicates: deduplicate
  advice: help, advise
`);

/** Verbs that ask for something to be made; what is to be made is read from {@link producedThings}. */
export const producingVerbs: ReadonlySet<string> = new Set(
  readWords(`
    write, generate, create, compose, make, construct, develop, produce, draft, build, craft, design, give, provide,
    tell, come, formulate, devise, invent, prepare, suggest, brainstorm, propose, output, think, form, add, offer,
    put, need, want, present, compile, imagine, pen, author, state, supply, ask, pose
  `),
);

/** Verbs that look for what exists: with them only the things in {@link foundThings} say what is asked. */
export const findingVerbs: ReadonlySet<string> = new Set(
  readWords('find, list, name, describe, identify, share, state, search, explain, outline'),
);

/** Tags of things that can be found as well as made. */
export const foundThings: ReadonlySet<string> = new Set(
  readWords(
    'comparison, example generation, fact generation, synonym generation, antonym generation, quote, word listing',
  ),
);

/**
 * Nouns that may name a piece of code or something else (an exercise program, a yoga class): they count together with
 * other signs of programming.
 */
export const perhapsCode: ReadonlySet<string> = new Set([
  'program',
  'script',
  'class',
  'method',
  'query',
  'application',
]);

/** Nouns that name what is to be made, and the tag for asking for it. */
export const producedThings: ReadonlyMap<string, readonly string[]> = readTable(`
  story writing: story, tale, fable, narrative, fairytale, anecdote
  poetry writing: poem, haiku, limerick, sonnet, verse, stanza, ode, couplet, poetry, acrostic, ballad, rhyme
  song writing: song, lyric, rap, jingle, chorus
  essay writing: essay
  article writing: article
  blog writing: blog
  email writing: email, e-mail
  letter writing: letter
  speech writing: speech, toast, eulogy
  dialogue writing: dialogue, dialog, conversation, monologue
  script writing: screenplay, skit, play
  paragraph writing: paragraph
  sentence generation: sentence
  title generation: title
  headline writing: headline
  name generation: name
  slogan writing: slogan, tagline, motto, catchphrase
  advertising copy: advertisement, ad, advert, commercial, brochure, flyer, flier, pitch
  social media writing: tweet, post, caption, hashtag, status
  review writing: review
  report writing: report, memo
  summarisation: summary, synopsis, abstract, recap
  outline creation: outline
  question generation: question, quiz, riddle, questionnaire, survey, trivia
  example generation: example, instance, illustration, sample
  list generation: list
  definition: definition
  description writing: description
  explanation: explanation
  analysis: analysis
  comparison: comparison, difference, similarity
  argumentation: argument, counterargument, case, rebuttal, claim, thesis
  recommendation: recommendation, suggestion
  advice: advice, tip, guideline
  brainstorming: idea, concept
  recipe writing: recipe, dish, meal
  planning: plan, schedule, itinerary, roadmap, agenda
  strategy development: strategy
  timeline: timeline
  instruction writing: instruction, tutorial, guide, manual, step
  metaphor creation: metaphor, simile, analogy, comparison
  quote: quote, proverb, saying
  joke writing: joke, pun
  character creation: character, protagonist, villain, hero, superhero, creature
  hypothetical scenario: scenario, situation
  table creation: table
  code generation: function, code, loop, snippet, api, regex, algorithm
  software development: app
  web page creation: website, webpage
  translation: translation
  synonym generation: synonym
  antonym generation: antonym
  fact generation: fact, trivia
  reply suggestion: response, reply, comeback, retort
  product design: product, prototype, invention, logo, poster, interface
  game design: game, puzzle
  model training: classifier
  problem solving: solution, fix, remedy
  biography writing: biography, bio, profile
  message writing: message, note, announcement, greeting, invitation, invite
  reasons and justification: reason, justification, evidence, rationale
  data generation: dataset, data, string, password, number
  menu planning: menu
  prompt writing: prompt
  word listing: word, adjective, verb, noun
  equation writing: equation, formula
  activity suggestion: activity, hobby
  resume writing: resume
  policy writing: policy, contract
  diagram creation: diagram, flowchart, chart, graph, mindmap
  checklist creation: checklist
  lesson plan: curriculum, syllabus, lesson
  feedback: feedback, criticism
  hypothesis generation: hypothesis
`);

/** Words that may stand before an imperative verb without making it another kind of sentence. */
export const openingWords: ReadonlySet<string> = new Set(
  readWords(`please, kindly, now, then, and, also, just, first, next, finally, hi, hey, hello, quickly, briefly, accurately,
    automatically, correctly, to, can, could, would, will, you, i, want, need, like, help, me, us, must, should, let's, let,
    do, your, task, job, is, us, carefully, creatively, concisely, flexibly, imaginatively, properly, so, have, been, asked`),
);

function readTable(lines: string): ReadonlyMap<string, readonly string[]> {
  const table = new Map<string, string[]>();
  for (const line of lines.split('\n').filter((text) => text.trim() !== '')) {
    const [tag, words] = line.split(':');
    for (const word of readWords(words)) table.set(word, [...(table.get(word) ?? []), tag.trim()]);
  }
  return table;
}

function readWords(list: string): string[] {
  return list
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== '');
}
