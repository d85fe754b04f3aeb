import { readEntries, type VocabularyEntry } from './entry.ts';

/**
 * What an instruction asks to be done. Most of these tags are found by the verb and wording rules; the phrases here
 * are wording that gives the intent away wherever it stands.
 */
export const intentEntries: readonly VocabularyEntry[] = [
  ...readEntries('intent', 'editing', editingLines()),
  ...readEntries('intent', 'writing', writingLines()),
  ...readEntries('intent', 'analysis', analysisLines()),
  ...readEntries('intent', 'information', informationLines()),
  ...readEntries('intent', 'data', dataLines()),
  ...readEntries('intent', 'planning', planningLines()),
  ...readEntries('intent', 'conversation', conversationLines()),
  ...readEntries('intent', 'mathematics', mathematicsLines()),
  ...readEntries('intent', 'programming', programmingLines()),
  ...readEntries('intent', 'language', languageLines()),
  ...readEntries('skill', 'reasoning', reasoningLines()),
];

function editingLines(): string {
  return `
    rewriting: rewrite the, rewrite this, in different words, put another way
    paraphrasing: paraphras*, in your own words, in other words?
    summarisation: summary of, summarize, summarizing, in a nutshell, key takeaways, tl dr
    text editing: edit the text, edit the following, edit this
    proofreading: proofread*
    error correction: correct the mistakes, correct any errors, fix the errors, find the errors
    grammar correction: grammatical error*, grammatical mistake*, grammar mistake*, grammar error*, grammatically correct, grammatically incorrect, correct the grammar
    spelling correction: spelling mistake*, spelling error*, misspell*, spell correct*
    punctuation correction: punctuation mistake*, punctuation error*, correct punctuation, add punctuation, proper punctuation, missing punctuation, correct the punctuation
    text simplification: simpler language, simplify the text, plain english
    text shortening: make it shorter, make this shorter, more concise, less wordy, shorten the
    text expansion: make it longer, more detailed, flesh out, elaborate on
    tone adjustment: change the tone, different tone, more polite, more formal, more persuasive, sound more, tone of the
    style transfer: in the style of, writing style
    formal rewriting: more formal, formal version, formal tone, formal english, less informal
    tense conversion: past tense, present tense, future tense, perfect tense, change the tense, continuous tense
    voice conversion: passive voice, active voice
    sentence combining: combine the sentences, combine the two, single sentence, combine these sentences, join the sentences
    sentence splitting: into two sentences, split the sentence, two separate sentences, into shorter sentences
    sentence restructuring: rearrange the sentence, word order, sentence structure, restructure the sentence, rearrange the words
    sentence completion: complete the sentence, finish the sentence, complete this sentence, complete the following sentence
    text completion: complete the text, complete the paragraph, complete the story, finish the story, continue the story, complete the following
    gap filling: fill in the blank*, fill in the missing, missing word, fill the blank*, complete the blank*
    word replacement: replace the word, substitute the word, replace the underlined, replacement for the word
    text insertion: insert the following
    text removal: unnecessary words
    text formatting: format the text, reformat the
    text improvement: more interesting, more engaging, improve the sentence, improve the text, improve the following, make it better, improve this sentence
    vocabulary enrichment: more descriptive, stronger verbs, more vivid, better words
    clarity improvement: more clear, clearer, improve clarity, easier to understand
    case conversion: uppercase, lowercase, upper case, lower case, title case, capital letters, capitalize
    text reversal: backwards?, in reverse?, reverse the string, reverse the order?
  `;
}

function writingLines(): string {
  return `
    creative writing: creative story, creative piece
    story writing: short story, write a story, tell a story, story about, story that, story based on, story of a, horror story, love story, children's story
    poetry writing: write a poem, poem about, haiku about, compose a poem, poem that, poem using
    song writing: write a song, song lyrics, lyrics for, lyrics about, rap about
    essay writing: write an essay, essay on, essay about, argumentative essay, persuasive essay, essay that
    article writing: write an article, article about, article on
    blog writing: blog post, blog article, blog entry
    email writing: write an email, email to, draft an email, email that, compose an email
    letter writing: write a letter, letter to, cover letter, letter of
    speech writing: write a speech, speech about, give a speech
    dialogue writing: dialogue between, conversation between, write a dialogue
    script writing: movie script, write a script?, screenplay, scene between
    description writing: describe the scene, product description, descriptive paragraph
    character creation: fictional character, main character, create a character, character profile
    world building: fantasy world, fictional world, fictional universe, imaginary world
    plot development: plot twist, storyline, plot for, story idea, story outline, plot of
    title generation: come up with a title, catchy title, title for, suitable title, headline for, title of
    name generation: name for a, names for, company name, suggest a name, business name, name ideas, brand name
    slogan writing: slogan, tagline, catchphrase
    advertising copy: advertisement for, ad copy, advert for, ad for, promote the product, sales pitch, marketing copy
    social media writing: tweet, facebook post, instagram post, social media post, linkedin post, instagram caption
    review writing: write a review, product review, restaurant review, review for, book review, movie review
    news writing: write a news article, write a news report, press release, news article?
    headline writing: headline
    report writing: write a report, report on
    biography writing: biography, short bio
    joke writing: tell me a joke, write a joke, joke about, make a joke, a funny joke, pun about, knock knock joke
    riddle writing: create a riddle, riddle about, write a riddle
    quote generation: inspirational quote, motivational quote, quote about, famous quote
    metaphor creation: create a metaphor, metaphor for, simile for, metaphor to, an analogy, analogy between, analogy for
    question generation: generate questions, interview questions, generate a question, questions to ask, trivia question*, quiz question*, come up with questions, discussion questions, questions about the
    prompt writing: writing prompt, story prompt, write a prompt
    sentence generation: write a sentence, make a sentence, create a sentence, generate a sentence, construct a sentence, use in a sentence, sentence with the word
    paragraph writing: write a paragraph, paragraph about, paragraph describing, paragraph on
    content creation: content for, web content, create content, website content
    instruction writing: write instructions, instructions for, set of instructions
    recipe writing: recipe for, recipe using, create a recipe, write a recipe
    resume writing: resume, cv, curriculum vitae
    technical writing: technical document*, user manual, documentation for
    persuasive writing: persuasive, convince the, argument in favor of, argument for, argument against, persuade someone
    greeting message: birthday message, thank you note, thank you card, greeting card, congratulat*, thank you message, invitation to
    apology writing: apology letter, apology email, apologize to, apologize for
    complaint writing: complaint letter, letter of complaint
    invitation writing: invitation, invite to
    diary writing: diary entry, journal entry
    dialogue completion: continue the conversation, complete the dialogue, next line of dialogue
    example generation: give an example, an example of, examples of, provide an example, example sentence, for example?
    hypothetical scenario: what would happen if, what if, hypothetical, imagine that, imagine you
    pitch writing: elevator pitch, pitch for
    caption writing: caption for, photo caption, image caption
    policy writing: write a policy, policy document
    note taking: take notes, make notes
    product naming: product name, name for the product
    mission statement writing: mission statement, vision statement
    outline creation: outline for, outline of, create an outline
    text generation: generate text, random sentence, sample text
  `;
}

function analysisLines(): string {
  return `
    analysis: analyze, analysis of, in-depth analysis
    comparison: compare, comparison between, comparison of, difference between, differences between, similarities between, versus?, vs?, compared to?, differ from, contrast
    evaluation: evaluate the, assess the
    critique: critique, constructive criticism, constructive feedback
    feedback: give feedback, provide feedback, feedback on
    classification: classify, categorize, which category, type of sentence, belongs to which
    sentiment analysis: sentiment, positive or negative, positive, negative or neutral, tone of the sentence
    emotion recognition: emotion of, what emotion, mood of the, feelings of the speaker
    topic identification: main topic, main idea, topic of the, subject of the text, main theme
    text classification: classify the sentence, classify the text, classify this text, classify the following sentence, spam or not
    fact checking: true or false, fact check*, factually, is it true, verify the, fact or opinion
    bias detection: bias*?, biased?, any bias, detect bias
    literary analysis: literary device*, figurative language, figure of speech, literary technique, theme of the, symbolism, main theme of
    text analysis: analyze the text, analyze the sentence, analyze this sentence, analyze the passage
    argument analysis: logical fallacy, argument is, premise, counterargument, evaluate the argument
    cause and effect: cause and effect, causes of, effects of, consequences of, impact of, impacts of, affect the, effect of, effect on
    advantages and disadvantages: advantages and disadvantages, pros and cons, benefits and drawbacks, advantages of, disadvantages of, drawbacks of, benefits of, benefit of, advantage of, strengths and weaknesses, positives and negatives, risks of, downside*
    swot analysis: swot
    trend analysis: trends in?, trend of?, current trend*, latest trend*
    prediction: predict, forecast*, likely outcome, will happen
    interpretation: interpret, meaning of the poem, what does this mean
    inference: infer?, deduce?, conclusion can be drawn
    plagiarism check: plagiari*
    relevance judgement: relevant to the, is relevant
    rating: on a scale of, scale from, rate the
    ranking: rank the, order of importance, in order of importance, by importance
    odd one out: odd one out, does not belong, doesn't belong
    pattern recognition: identify the pattern, next in the sequence, next number in, complete the pattern, following sequence, find the pattern, next term
    root cause analysis: root cause
    risk assessment: risk assessment, potential risks, assess the risk
    case study: case study, case studies
  `;
}

function informationLines(): string {
  return `
    explanation: explain how, explanation of
    description: description of
    definition: define?, definition of, what is meant by, what does it mean, meaning of, what does the term
    question answering: answer the question, answer the following
    factual question: capital of, who was the, who invented, when was the, where is the
    list generation: list of, make a list, create a list, a list
    how-to guidance: how to, how do i, how can i, steps to, ways to, step by step guide, best way to, tips for, tips on, tips to
    advice: advice, what should i, should i, suggestions for
    recommendation: recommendations for, any recommendations
    brainstorming: brainstorm, ideas for, come up with, creative ideas, think of
    reading comprehension: based on the passage, according to the passage, read the passage, based on the text, answer the question based, read the following passage, given the passage, passage and answer, according to the text, given the following passage, use the passage
    open-book question answering: based on the context, given the context, use the context, from the context
    multiple choice answering: choose the correct, choose the best, select the correct, which of the following, pick the correct, correct answer, best answer, select the best
    yes or no question: answer yes or no, yes or no
    causal explanation: why does, why is, why are, why did, reason for, reasons for, reasons why, explain why, reason why, cause of
    process explanation: process of, how does, how it works, how is made, how are made, stages of?, works?
    concept explanation: concept of, theory of?, principle of?, explain the term
    opinion: what do you think, your opinion, opinion on, your thoughts
    discussion: discuss the, debate on, discuss how
    overview: overview of, introduction to, brief history, basics of
    fact generation: facts about, interesting fact*, fun fact*, fact about, trivia about
    characteristics: characteristics of, features of, properties of, qualities of, traits of, characteristic of, attributes of
    importance explanation: importance of, significance of, why is it important, role of, purpose of, is important, important for
    timeline: timeline of, timeline?, key events, sequence of events
    biographical information: biography of, life of?
    statistics request: statistics about, statistics on, what percentage, how many people
    research: research on, research the, research about, conduct research
    identification: identifying the
    recall of examples: name a, name an, name one, name two, name three, name four, name five
    resource recommendation: recommend a book, recommend a movie, book recommendation*, resources for, good books, movie recommendation*
    problem solving: solve the problem, solution to, solve this problem, potential solutions, solution for, troubleshoot*
    weather enquiry: weather like, weather in, weather forecast, what's the weather, the weather today, going to rain, temperature outside
  `;
}

function dataLines(): string {
  return `
    information extraction: extract?, pull out, find all the, extract the
    named entity recognition: named entit*, entity recognition, entities in
    keyword extraction: keywords from, keywords in, key words, extract keywords, key phrases, keyword extraction
    keyword generation: list of keywords, generate keywords, keywords for, keywords related
    data analysis: analyze the data, analyze data, data analysis, given dataset, the data set, following data
    data conversion: into a table, convert the data, data format
    data formatting: json format, in csv, into json, as json, into csv, csv format
    data visualisation: bar chart, pie chart, line chart, bar graph, line graph, scatter plot, visualize, visualization
    table creation: create a table, make a table, table with, in a table, table that, table format
    sorting: sort the, sort by, alphabetical order, ascending order, descending order, chronological order, from largest to smallest, from smallest to largest, in order from
    counting: count the, number of words, how many words, how many times, count how many, number of times
    grouping: group the, grouping, group these, cluster the
    matching: match the, match each, match up
    selection: which one?
    data generation: sample data, random data, random number*, dummy data, generate a random, generate random
    data cleaning: clean the data, duplicates, remove duplicate*, data cleaning
    data search: search for?, look up?, find information
    unit conversion: convert the temperature, fahrenheit to, celsius to, convert miles, kilometers to, miles to, pounds to, inches to, to kilometers, to celsius, to fahrenheit, to meters, to pounds, to inches, unit conversion, convert the measurement
    currency conversion: convert the currency, usd to, to euro*, to usd, in us dollars
    date calculation: how many days, day of the week, days until, days between, number of days, what day is
    date formatting: date format, format the date
    text parsing: parse the, parse this
    tokenisation: tokenize, tokenization
  `;
}

function planningLines(): string {
  return `
    planning: make a plan, plan for?, create a plan, develop a plan, action plan
    event planning: plan a party, birthday party, plan an event, event plan*, wedding plan*, organize an event
    trip planning: plan a trip, itinerary, travel plan*, vacation plan*, day trip, trip to
    meal planning: meal plan*, weekly menu, diet plan, meal for
    schedule planning: create a schedule, daily schedule, weekly schedule, study schedule, make a schedule, time table, timetable
    study planning: study plan, learning plan, study for
    project planning: project plan, project proposal, project timeline, project schedule
    lesson planning: lesson plan, curriculum, course outline, syllabus
    budget planning: budget plan*, monthly budget, create a budget, personal budget
    goal setting: smart goal*, set goals, goal setting
    strategy development: strategy for, strategies for, strategies to, develop a strategy, strategy to
    design: design process
    product design: design a product, product design, prototype
    game design: design a game, board game?, create a game, video game idea, game idea
    campaign planning: marketing campaign, advertising campaign, ad campaign, marketing plan, marketing strategy
    workout planning: workout plan, exercise plan, workout routine, exercise routine
    experiment design: design an experiment, experiment to, scientific experiment
    survey design: survey question*, create a survey, questionnaire, design a survey
    decision making: decide whether, make a decision, decision making, which option
    reminder management: remind me, set a reminder, reminder*, set an alarm, set a timer, wake me up
    list management: to do list, todo list, shopping list, grocery list, my list
    activity suggestion: activities for, activity for, fun activit*, things to do, games for, hobbies
    gift suggestion: gift for, gift ideas, present for, gifts for
  `;
}

function conversationLines(): string {
  return `
    role play: act as, pretend to be, pretend you are, play the role, role play*, roleplay*, take on the role, imagine you are, you are now, assume the role, suppose you are, pretend that you, imagine yourself as, embody the, take the role, in the role of, role of a character
    customer support: customer service, customer support, support agent, customer complaint, respond to the customer, customer query, contact support
    chatbot response: chatbot, ai assistant, virtual assistant
    small talk: how are you, nice to meet you, good morning, what's up, your name, are you real, are you a robot, are you human, your favorite, who made you, where are you from, how old are you, your birthday
    greeting: hello, say hello, greet*?, good evening
    farewell: goodbye, good bye, farewell
    gratitude: thanks, thank you
    reply suggestion: respond to, reply to, response to the, appropriate response, how would you respond
    conversation generation: conversation between, chat between, generate a conversation
    interview simulation: mock interview, job interview, interview with
    persuasion: convince me, persuade, convince someone
    debate: debate*, argue for, argue against, for and against
    moral judgement: morally?, ethical dilemma, is it ethical, morally wrong
    empathy: comfort someone, empathetic, console
    device control: turn on the, turn off the, volume, turn up, turn down, play music, play the song, call my, speak slower, speak faster, whisper
    assistant settings: change your name, change the language, your settings, reset settings, factory settings, change your voice, change your accent
    complaint handling: complaint, angry customer, dissatisfied
    personal finance question: my bank account, my account balance, my credit card, my paycheck, my bill, my savings
    account support: my account, my password, log in, sign in, reset my password, verify my identity, my passcode
    order support: my order, track my package, delivery of my, not received my, when will my
  `;
}

function mathematicsLines(): string {
  return `
    arithmetic: sum of, add the numbers, subtract, multiply, long division, the product of the numbers, remainder when
    arithmetic word problem: how many more, how much more, how many are left, in total?, altogether?
    equation solving: solve the equation, solve for x, find the value of x, solve for, value of x, following equation, system of equations
    calculation: calculate, compute
    averaging: calculate the average, find the average, calculate the mean, find the mean, average of the, calculate the median, find the median
    estimation: estimate, approximate*, rough estimate
    percentage calculation: percentage of?, percent of?, calculate the percentage, what percent, percent increase, percentage change
    mathematical proof: prove that, proof of, prove the
    simplifying expressions: simplify the expression, simplify the fraction, simplify the equation, factor the, expand the expression
    number comparison: largest number, smallest number, greater than or less, which number is, which is larger, which is greater, bigger number
    number identification: prime numbers, even numbers, odd numbers, factors of, multiples of
    rounding: round the number, nearest whole, nearest hundredth, decimal places, nearest tenth, round to, round the
    number conversion: to binary, roman numeral*, hexadecimal, to decimal, into a fraction, as a fraction, scientific notation, to a percentage
    function evaluation: evaluate the function, evaluate the expression, given that f
  `;
}

function programmingLines(): string {
  return `
    c programming: c language, c function, in c, c struct
    python programming: pandas, pandas dataframe, numpy, keras, scikit learn
    data structure: arraylist, dictionary with, dictionary by, dictionary that, dictionary containing, key and value pairs
    source code?: following code, this code, given code, code below, the above code
    variable declaration: assign a variable, a variable named, a variable called, value of the variable
    programming: line of code, use tensorflow, using tensorflow, in tensorflow, tensorflow model, tensorflow placeholder, use pytorch, using pytorch, in pytorch, pytorch model, using keras, keras model, using numpy, in numpy, using pandas, in pandas, shared memory, ascii value, ascii code, the syntax, software library, stack overflow error, postfix notation, unique identifier, unique id, dom element, type float, applescript, login credentials, user login, user's login, valid url, url of, react.js, function pointer, pointers, modulo operator, in code, data structure in, for loop, while loop, if statement, print statement, command line argument, input value, return value, boolean expression, the code, code for, some code, source code
    array manipulation: list of integers, list of numbers, list of strings, python list, sublist, nested list, list comprehension
    code generation: method to calculate, method that takes, method that returns, write a function, write code, python program, write a program, generate code, write a python, create a function, create a program, code snippet, write a class, piece of code, implement a, implement the, write a query, code to, code that, program that, program to, function that, function to, script to, script that
    code explanation: explain the code, explain this code, what does this code, what the code does, code does, explain what the code
    debugging: debug*, fix the bug, fix the code, bug in, syntax error, error in the code, error message, what is wrong with the code, errors in the code
    code review: review the code, code review, improve the code
    code refactoring: refactor*, optimize the code, rewrite the code, rewrite the function, optimize the following, modify the code
    code conversion: convert the code, code to python, translate the code, convert this code, convert the function, convert the program, from python to
    code completion: complete the code, complete the function, fill in the code, complete the program
    code documentation: add comments, comment the code, docstring*, document the code
    query writing: sql query, sql statement, write a sql, construct a query, database query, sql command, query to
    regex writing: regular expression, regex
    web page creation: html page, web page?, html code, html form, create a website, webpage, html tag, build a website, landing page
    algorithm design: design an algorithm, algorithm to, algorithm for, pseudocode, algorithm that
    software testing: unit test*, test case*, write tests
    command line usage: command line, shell command, linux command, bash command, shell script, terminal command, git command
    api usage: api call, web api*, using the api, rest api, api endpoint, api request, an api
    database design: database schema, database table, create a database, create table
    software setup: install the, set up a server, deploy a, configure the
    output prediction: output of the code, output of the following, predict the output, what will be the output, output of the program
    user interface design: user interface, ui design, ux design, layout for, wireframe*
    model training: train a model, train a machine, classifier, train a neural, build a model
    software development: create a system that, build a system that, mobile app, develop an app, create an app, software application, app that, build an app, design an app, web application
  `;
}

function languageLines(): string {
  return `
    translation: translate, translation, in spanish, in french, into spanish, to spanish, to french, into french, to german, in german, into english, in italian, in japanese, how do you say, how would you say, how do i say
    back translation: back translat*, translate back
    language identification: which language, what language, identify the language, detect the language, language of the
    synonym generation: synonym*, similar meaning, words that mean, another word for
    antonym generation: antonym*, opposite of, opposite meaning
    rhyming: rhyme*, rhymes with, rhyming words
    spelling: spell the, spelling of, how do you spell, spelled, how to spell
    word definition: define the word, meaning of the word, definition of the word, what does the word, definition for the word
    part of speech tagging: part of speech, parts of speech, noun?, verb?, adjective?, adverb?, pronoun?, preposition?, conjunction?
    grammar analysis: subject of the sentence, parse tree, direct object, clause?, identify the subject, predicate, grammar rule*, grammatical
    sentence type identification: type of sentence, declarative, interrogative, imperative sentence, exclamatory, compound sentence, complex sentence
    idiom explanation: idiom*, meaning of the phrase, meaning of the proverb, proverb*, figurative meaning, meaning of the expression, common saying
    etymology: etymolog*, origin of the word, root word, latin root, word origin
    pronunciation: pronounc*, pronunciation, phonetic*
    word formation: prefix, suffix, compound word, plural form, plural of, singular form, contraction
    verb conjugation: conjugat*, verb tense, verb form, past participle
    word puzzle: anagram*, crossword*, unscramble, palindrome*, word search, scrambled, hangman, word game, jumbled
    abbreviation expansion: stand for, full form, stands for, abbreviation*, acronym*
    acronym creation: create an acronym, acronym for
    word association: associated with the word, words associated with, related words, words related
    word listing: words that start, words that begin, list of words, words starting with, words beginning with, words ending in
    collective nouns: collective noun
    transliteration: transliterat*, romaniz*
    vocabulary learning: vocabulary words, vocabulary list, learn the language, learn spanish, language learning
    text to speech: speech to text, text to speech, read aloud
    sentence transformation: into a question, into a statement, into an exclamation, into a negative, direct speech, indirect speech, reported speech, as a question, negative form, declarative sentence
  `;
}

function reasoningLines(): string {
  return `
    logical reasoning: logic puzzle, logical reasoning, syllogism, if and only if, logically, deductive reasoning, inductive reasoning
    commonsense reasoning: common sense, most likely, least likely, which solution is correct, commonsense
    spatial reasoning: to your left, to your right, facing north, facing south, which direction, facing east, facing west, east west north
    critical thinking: critical thinking, critically
    creative thinking: think outside the box, creative way, innovative way, unusual use*, creative solution, alternative uses
    analogical reasoning: is to?, analogy, analogous
    ethical reasoning: ethical implication*, moral dilemma, ethics of, ethical, ethical consideration*
    causal reasoning: what causes, caused by, what caused, because of what
    temporal reasoning: before or after, how long ago, how many years?, what year?
    numerical reasoning: how many?, how much?, total number?
    probabilistic reasoning: probability of, probability that, chance of, odds of, how likely
    natural language inference: premise, hypothesis?, entail*, contradict*
    chain of reasoning: show your work, explain your reasoning, justify your answer, show your reasoning, think step by step, let's think
    reasoning puzzle: brain teaser, riddle, puzzle, overtaken, father of, how many brothers, how many sisters
    question decomposition: sub questions, break down the question, break down the problem
    perspective taking: point of view, from the perspective, perspective of, someone else's shoes
    systems thinking: interdependen*, feedback loop
    numerical estimation: ballpark, fermi
    knowledge recall: what is the name of, who wrote, who painted, what is the capital
    instruction following: follow the instructions, following these rules, given the rules
    coreference resolution: pronoun refers, refer to in, coreference, antecedent
    self-reflection: reflect on, self reflection, personal reflection
    negotiation: negotiat*
    leadership: leadership
    time management: time management, manage my time, procrastinat*
    communication skills: communication skill*, effective communication, active listening
    public speaking: public speaking, presentation skills
    emotional intelligence: emotional intelligence
    teamwork: teamwork, team building, collaborat*?
    conflict resolution: conflict resolution, resolve a conflict, resolve conflict, resolving conflict
  `;
}
