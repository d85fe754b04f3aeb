import { readEntries, type VocabularyEntry } from './entry.ts';

/** The shape an answer is to have: kinds of document, layouts, notations. */
export const formatEntries: readonly VocabularyEntry[] = [
  ...readEntries('format', 'layout', layoutLines()),
  ...readEntries('format', 'writing', literaryLines()),
  ...readEntries('format', 'writing', documentLines()),
  ...readEntries('format', 'marketing', marketingLines()),
  ...readEntries('format', 'education', learningLines()),
  ...readEntries('format', 'programming', codeLines()),
  ...readEntries('format', 'mathematics', mathematicsLines()),
];

function layoutLines(): string {
  return `
    bullet points: bullet point*, bulleted list, bulleted, bullet list
    numbered list: numbered list, numbered steps, numbered points
    top ten list: top 10, top ten, ten best, 10 best
    ranked list: ranked list, top 5, top five, top 3, top three
    table?: in a table, table with, table of, two column*, create a table, table format
    json output: json
    xml output: xml
    yaml output: yaml
    csv output: csv
    markdown output: markdown
    latex output: latex
    spreadsheet: spreadsheet, excel, google sheet*
    chart: bar chart, pie chart, line chart, bar graph, line graph, histogram, scatter plot, gantt chart
    diagram: diagram, venn diagram, uml
    flowchart: flowchart*, flow chart*, flow diagram
    mind map: mind map*, concept map
    timeline format: a timeline
    infographic: infographic*
    outline: outline
    single word answer: one word answer, in one word, single word
    single sentence: in one sentence, one sentence, a single sentence, into one sentence
    two sentences: in two sentences, two sentences, one to two sentences
    single paragraph: one paragraph, a paragraph, in a paragraph, single paragraph
    several paragraphs: two paragraphs, three paragraphs, several paragraphs, multiple paragraphs
    key-value pairs: key value pair*, name value
    question and answer format: q a, question and answer format, faq, frequently asked question*
    step-by-step format: step by step, steps?, step by step instructions
    title: with a title
    hashtags: hashtag*
    emoji: emoji*, emoticon*
    ascii art: ascii art
    checklist: checklist*
    template: template*, fill in template
    comma separated list: comma separated, separated by commas
    alphabetical list: alphabetical list, in alphabetical order, alphabetically
    word list: list of words, list of adjectives, list of verbs, list of nouns
    acrostic: acrostic
  `;
}

function literaryLines(): string {
  return `
    short story: short story, story?
    poem: poem*
    haiku: haiku*
    limerick: limerick*
    sonnet: sonnet*
    ode: ode?, ode to
    ballad: ballad
    free verse: free verse
    couplet: couplet*, rhyming couplet
    song lyrics: lyric*, song lyrics, song about
    rap verse: rap song, rap verse, rap about
    fairy tale: fairy tale*, fairytale*
    fable: fable*
    myth: myth?, a myth, mythology story
    legend: a legend
    novel: novel?, write a novel, novel about
    flash fiction: flash fiction, micro fiction
    fan fiction: fan fiction, fanfic*
    science fiction story: sci fi story, science fiction story
    horror story: horror story, ghost story, scary story
    mystery story: mystery story, detective story
    love story: love story, romantic story, romance story
    fantasy story: fantasy story
    children's story: children's story, children's book, bedtime story, story for children
    dialogue: dialogue, conversation between
    monologue: monologue*, soliloquy
    screenplay: screenplay*, movie script, film script, tv script
    stage play: stage play, a play about, one act play
    comic strip: comic strip*, comic book
    scene: a scene, scene from
    joke: joke*
    pun: a pun, puns
    riddle: riddle*
    tongue twister: tongue twister*
    proverb: proverb*
    quotation: quotation*
    metaphor: metaphor*
    simile: simile*
    analogy: analogy, analogies
    personification: personification
    character sketch: character sketch, character description
    backstory: backstory, back story
    plot summary: plot summary, synopsis
    anecdote: anecdote*
    parody: parody, spoof
    satire: satire, satirical
    epic: epic poem
    nursery rhyme: nursery rhyme*
    lullaby: lullaby
  `;
}

function documentLines(): string {
  return `
    essay: essay*
    article: article?, an article, news article
    blog post: blog*
    email: email*, e mail
    letter: a letter, letter to
    cover letter: cover letter*
    memo: memo, memorandum
    report: a report, report about, report on
    business plan: business plan*
    business proposal: business proposal, project proposal, proposal for
    executive summary: executive summary
    abstract: abstract?, abstract for
    thesis statement: thesis statement*, thesis
    research paper: research paper*, academic paper
    literature review: literature review
    introduction paragraph: introduction for, introductory paragraph, opening paragraph, introduction paragraph, introductory sentence
    conclusion paragraph: conclusion for, concluding paragraph, conclusion paragraph, concluding sentence
    topic sentence: topic sentence
    speech: a speech, speech about
    toast: wedding toast, wedding speech
    presentation: presentation?, powerpoint, slide deck, slideshow, presentation on, presentation about
    press release: press release*
    news headline: headline*
    newsletter: newsletter*
    biography: biograph*, a bio
    autobiography: autobiograph*
    obituary: obituar*, eulogy
    diary entry: diary entr*, journal entr*
    review: product review, movie review, book review, restaurant review
    tutorial: tutorial*
    user manual: user manual, instruction manual, manual for
    guide: guide to, a guide, guide for
    policy document: privacy policy, return policy, refund policy, company policy
    contract: contract?, agreement between, rental agreement, lease agreement
    meeting agenda: agenda
    meeting minutes: meeting minutes, minutes of the meeting
    to-do list: to do list*, todo list, task list
    shopping list: shopping list*, grocery list*
    schedule: schedule
    itinerary: itinerar*
    recipe: recipe*
    menu: a menu, menu for
    resume: resume, curriculum vitae
    job description: job description*, job posting, job ad, job advertisement
    recommendation letter: recommendation letter, letter of recommendation, reference letter
    resignation letter: resignation letter, letter of resignation
    personal statement: personal statement, statement of purpose
    testimonial: testimonial*
    invitation: invitation*
    greeting card: greeting card*, birthday card, thank you card
    thank-you note: thank you note, thank you letter, thank you email
    apology letter: apology letter, letter of apology
    complaint letter: complaint letter, letter of complaint
    postcard: postcard*
    text message: text message*, sms
    voicemail: voicemail*
    podcast script: podcast*
    video script: video script, youtube video
    interview: interview with
    transcript: transcript*
    summary: a summary
    minutes: meeting notes
    encyclopedia entry: encyclopedia, wikipedia
    glossary: glossary
    case report: case report
    user story: user story, user stories
    product specification: product specification*, requirements document, spec sheet
    survey: survey
    form?: application form, fill out the form, order form, feedback form
    announcement: announcement*
    petition: petition
    manifesto: manifesto
    editorial: editorial, op ed
  `;
}

function marketingLines(): string {
  return `
    slogan: slogan*
    tagline: tagline*
    jingle: jingle*
    advertisement: advertisement*, advert, tv commercial, commercial for, ad for
    product description: product description*, description of the product, description for a product
    sales pitch: sales pitch, sales letter
    elevator pitch: elevator pitch
    tweet: tweet*, twitter post
    social media post: social media post*, facebook post*, linkedin post*
    instagram caption: instagram caption*, instagram post*, caption*
    brochure: brochure*, pamphlet*, leaflet*
    flyer: flyer*
    poster: poster*
    logo: logo*
    banner: banner*
    landing page: landing page*
    press kit: press kit
    brand name: brand name*, company name, business name
    domain name: domain name*
    call to action: call to action
  `;
}

function learningLines(): string {
  return `
    quiz: quiz*, trivia
    multiple choice question: multiple choice
    true or false question: true or false, true false
    lesson plan: lesson plan*
    syllabus: syllabus
    flashcards: flashcard*, flash card*
    worksheet: worksheet*
    crossword: crossword*
    exam question: exam question*, test question*
    discussion question: discussion question*
    interview question: interview question*
    essay question: essay question*
    survey question: survey question*
    mnemonic: mnemonic*
    rubric: rubric*
    study guide: study guide*
    book report: book report
    word problem: word problem*, story problem
    cheat sheet: cheat sheet
  `;
}

function codeLines(): string {
  return `
    code snippet: code snippet*, snippet of code, piece of code
    function definition: function that, function to, function called, function named, a function which, function for
    class definition: a class, class that, class called, class named, class to?
    script: script?, python script, bash script, shell script, javascript script
    command: command line, shell command, linux command, terminal command
    pseudocode: pseudocode, pseudo code
    regular expression: regular expression*, regex*
    html page: html page, html document, webpage, html file
    css rule: css rule, css selector, css code
    sql statement: sql statement, sql query, sql command
    spreadsheet formula: excel formula, spreadsheet formula
    api documentation: api documentation
    configuration file: config file, configuration file, dockerfile, makefile
    json schema: json schema, json object, json file, json data
    unit test: unit test*
    algorithm: algorithm*
    commit message: commit message
    class diagram: class diagram, er diagram, uml diagram
    database table: database table, sql table
    one-liner: one liner, one line of code, single line of code
  `;
}

function mathematicsLines(): string {
  return `
    equation: equation*
    formula: formula*?, mathematical formula, formula for
    number sequence: sequence of numbers, number sequence, fibonacci
    worked solution: show your work, show the steps, step by step solution
    graph of a function: graph the function, plot the function, graph of the function
    proof: mathematical proof, proof that
    fraction: fraction*
    decimal number: decimal*?, decimal number
    integer answer: nearest integer, as an integer
  `;
}
