import { readEntries, type VocabularyEntry } from '../entry.ts';

/** Lists the tags for programming languages, code constructs, algorithms and data structures. */
export const programmingEntries: readonly VocabularyEntry[] = [
  ...readEntries(
    'skill',
    'programming',
    `
    programming: computer program, programming language, coding, write code, code snippet, source code, write a program, programmer
    python programming: in python, python code, python function, python script, using python, python class, python
    java programming: in java, java code, java method, java class, using java, java function, java
    javascript: javascript function, javascript code, ecmascript, vanilla js, in js, js
    typescript: typescript interface, typescript generic, tsconfig
    c programming: in c language, c code, printf, malloc, ansi c, pointer in c
    c++ programming: c++, cpp, c++ code, std vector, stl container
    c# programming: c#, c# code, .net framework, .net core, asp.net, linq
    go programming: golang, goroutine, in go language, go code
    rust programming: in rust, rust code, borrow checker, cargo crate, rust function, rust?
    ruby programming: in ruby, ruby code, ruby method, ruby on rails, ruby script, ruby?
    php: php script, php function, php code, laravel, symfony, composer package
    swift programming: in swift, swift code, swift function, swiftui, xcode, swift?
    kotlin: kotlin function, kotlin code, jetpack compose
    scala programming: in scala, scala code, scala function, scala
    r programming: in r programming, r script, r code, tidyverse, ggplot2, dplyr, rstudio, shiny app
    matlab: matlab code, matlab script, simulink, octave code
    perl: perl script, perl code, perl program
    haskell: monad, haskell function, ghc, lambda calculus
    lisp: common lisp, clojure, scheme language, emacs lisp, scheme program, racket program
    assembly language: assembly code, x86 assembly, mips, machine code, arm assembly, opcode
    shell scripting: bash script, bash command, shell command, zsh, bash, command line script
    powershell: powershell script, batch file, cmd script, windows script
    visual basic: vba, vb.net, excel macro, macro in excel, vb6
    dart and flutter: flutter, dart code, dart language
    solidity: smart contract code, ethereum contract
    lua scripting: in lua, roblox script, lua
    sql: structured query language, pl sql, t sql, sql statement, sql code
    sql query: select statement, select query, query to select, mysql query, query to find, query to retrieve, write a query, group by clause, design a query, create a query, query to get, query that
    sql join: inner join, left join, outer join, join two tables, join the tables
    html: html page, html code, html tag, html form, html table, html element, html5
    css: css code, css selector, style sheet, css class, flexbox, css grid, css style, stylesheet
    xml: xml file, xslt, xpath, xml document, xml schema, soap request
    yaml configuration: yaml, yaml file, toml, config file, configuration file
    json handling: json object, json string, json data, parse json, json file, nested json, json array
    markdown: markdown file, readme file, markdown syntax
    latex: latex document, latex code, overleaf, bibtex
    regular expression: regex, regexp, regex pattern, match the pattern, regular expression to match
    pseudocode: pseudo code, write the algorithm steps
    `,
  ),
  ...readEntries(
    'skill',
    'programming',
    `
    variable declaration: declare a variable, global variable, local variable, swap two variables, variable named, assign the value, constant variable, value of the variable, type of the variable, named variable
    data type: integer type, type conversion, type casting, convert string to integer, primitive type, boolean value, enum
    string manipulation: reverse a string, given string, input string, substring, concatenate, two strings, string and returns, string contains
    palindrome: palindromic, is a palindrome, palindrome check
    anagram: anagrams of, rearrange the letters, are anagrams
    character counting: vowels in, count the vowels, count the characters, number of characters, letter frequency, number of words in a
    array manipulation: array of integers, given array, array of numbers, an array of, two dimensional array, array element, sorted array, 2d array, elements in an array, in this array, create an array, items in this array, items in an array
    list manipulation: python list, list of integers, given list, list of numbers, flatten a list, list comprehension, remove duplicates, two lists, convert this list, items in the list, filter a list, from a list, duplicate items from the list, elements of a list
    dictionary?: python dictionary, key value pair, hash map, hashmap, associative array, dictionary key, keys and values
    loop: for loop, while loop, nested loop, iterate over, iterate through, infinite loop, loop through
    conditional statement: if else, if statement, switch statement, ternary operator, else if, case statement
    function definition: write a function, create a function, function that takes, function to calculate, function that returns, function to find, a method that, function called
    recursion: recursive function, recursive algorithm, tower of hanoi, base case, recursively, tail call, make it recursive
    object oriented programming: oop, object oriented, create a class, class called, encapsulation, polymorphism, class and object, constructor
    inheritance?: parent class, subclass, base class, superclass, abstract class, derived class
    design pattern: singleton pattern, factory pattern, observer pattern, dependency injection, solid principles, mvc
    functional programming: higher order function, lambda function, anonymous function, pure function, map filter reduce, closure?
    exception handling: try catch, error handling, throw an exception, try except, handle exceptions, raise an error
    file handling: read a file, text file, write to a file, open a file, read from file, csv file, file path, file extension
    input validation: validate the input, validate an email, valid email, form validation, validate user input, check if the input
    user input: input from the user, takes user input, prompt the user, enter a number, reads input
    random number generation: random number, random integer, generate a random, random string, random password, random generator
    date and time handling: datetime, date format, unix timestamp, parse a date, format a date
    memory management: garbage collection, memory leak, stack overflow, heap memory, memory allocation, dereference, null pointer
    concurrency: multithreading, multi threaded, mutex, race condition, deadlock, semaphore, thread safe, thread pool
    asynchronous programming: async await, promise in javascript, async function, event loop, callback function, asyncio
    bit manipulation: bitwise, xor, bit shift, set bits
    generic programming: generics, template class, type parameter, template metaprogramming
    operator overloading: overloaded operator, magic method, dunder method
    decorator?: python decorator, higher order component, decorator function
    hello world program: print hello world, hello world, print the string
    fizzbuzz: fizz buzz, multiples of three and five
    number program: check if a number, check whether a number, sum of all numbers, program to calculate, program to find, print all numbers, numbers between
    matrix program: spiral matrix, rotate a matrix, transpose a matrix, two matrices
    guessing game program: number guessing, hangman game, tic tac toe game, rock paper scissors program
    `,
  ),
  ...readEntries(
    'topic',
    'programming',
    `
    algorithm design: design an algorithm, algorithm to find, algorithm for, algorithm that, greedy algorithm, divide and conquer, backtracking, algorithm?
    sorting algorithm: bubble sort, quicksort, quick sort, merge sort, insertion sort, selection sort, heap sort, sort an array
    search algorithm: binary search, linear search, search for an element, interpolation search
    dynamic programming: memoization, knapsack problem, longest common subsequence, longest increasing subsequence, coin change problem, edit distance
    graph algorithm: breadth first search, depth first search, dijkstra, shortest path, bfs, dfs, topological sort
    time complexity: big o, space complexity, computational complexity, o n log n, np complete, np hard, algorithmic complexity
    data structure: abstract data type, choose a data structure
    linked list: singly linked list, doubly linked list, reverse a linked list, linked list node
    stack and queue: stack data structure, priority queue, push and pop, stack using, implement a stack, implement a queue, circular queue
    binary tree: binary search tree, tree traversal, balanced tree, inorder traversal, avl tree, red black tree, depth of a tree, trie
    hash table: hash function, hashing, collision resolution, hash set
    heap?: min heap, max heap, binary heap
    competitive programming: leetcode, codeforces, hackerrank, coding challenge, test cases follow, constraints 1
    code explanation: explain the code, what does this code, explain this code, what does the following code, code does, output of the code, what is the output of, explain the following code, what will be the output, output of the following code
    code optimisation: optimize the code, more efficient code, optimize this code, performance of the code, faster code, reduce the runtime, make it more efficient, function more efficient, code to make it more
    code refactoring: refactor, rewrite the code, clean code, simplify the code, restructure the code, code smell, rewrite this code, modify the code, edit the code, modify the following code, edit this code, change the following code
    code translation: convert the code, convert this code, translate the code, port the code, python to javascript, java to python, rewrite in python, equivalent code in
    code completion: complete the code, fill in the missing code, complete the function, missing line of code, code to complete
    code review: review my code, review this code, pull request, code quality, coding standard, coding style
    code documentation: docstring, add comments, comment the code, api documentation, javadoc, technical documentation
    debugging: debug, find the bug, fix the bug, error in the code, bug in the code, fix the code, syntax error, stack trace, fix this code, fix the following code, fix this bug, correct the code
    error message: traceback, compile error, compiler error, runtime error, type error, undefined is not, exception in thread, segmentation fault
    unit testing: test case for, pytest, junit, mocking, test driven development, jest test, assertion
    software testing: integration test, automated testing, selenium, regression testing, quality assurance testing, test plan, load testing, black box testing, user acceptance testing, end to end test
    version control: git, git commit, git branch, merge conflict, github, gitlab, git repository
    compiler: interpreter and compiler, parser, abstract syntax tree, lexer, bytecode, llvm, just in time compilation
    programming paradigm: declarative programming, imperative programming, procedural programming, paradigm of programming
    programming language comparison: python or java, compare python, difference between java, choose a programming language, best programming language
    learning to code: learn to program, learn python, learn programming, beginner programmer, coding bootcamp
    software engineering: software development, software design, software developer, development life cycle, software project
    software architecture: microservice, monolith, event driven architecture, system design, scalable system, domain driven design, clean architecture
    agile development: agile, scrum, sprint planning, kanban, user story, agile methodology
    devops: ci cd, continuous integration, continuous deployment, jenkins, infrastructure as code, terraform, ansible, github actions
    container deployment: docker, dockerfile, kubernetes, docker compose, helm chart, containerization
    cloud platform: aws, azure, google cloud, lambda function on aws, ec2, s3 bucket, serverless
    linux administration: linux, ubuntu, linux command, unix, cron job, sudo, systemd, chmod, ssh into, shell.nix, nix shell, nixpkgs
    command line tool: command line, terminal command, awk, sed command, grep, cli tool, ffmpeg
    package management: npm install, pip install, package manager, homebrew, conda environment, node modules, nixos
    text editor: vim, emacs, vscode, visual studio code, ide for, jupyter notebook, notepad++
    `,
  ),
  ...readEntries(
    'topic',
    'programming',
    `
    web development: web developer, web application, web page, web app, website code, full stack, webpage
    frontend development: frontend, front end, dom element, event listener, navigation bar, drop down menu, responsive layout, button click
    backend development: backend, back end, server side, express server, middleware
    web form: contact form, login form, registration form, submit button, form field, radio button, input field
    react: react component, react app, react hook, usestate, react native, jsx, redux, next.js
    vue and angular: vue.js, vuejs, angular component, angularjs, svelte, nuxt, angular app
    node.js: nodejs, node js, express.js, npm package, node server
    jquery: jquery code, jquery selector
    web framework: django, flask app, spring boot, fastapi, bootstrap css, tailwind, flask application
    rest api: restful, api endpoint, rest service, get request, post request, http request, api call, graphql
    api integration: api key, third party api, public api, webhook, application programming interface, api?
    authentication: oauth, jwt, login system, user authentication, single sign on, session token, authorization code
    web scraping: scrape, beautifulsoup, web scraper, crawler, scrape data, scrapy
    browser extension: chrome extension, browser plugin, firefox add on, content script
    web hosting: web server, nginx, apache server, domain name, dns record, ssl certificate, host a website
    wordpress: wordpress plugin, wordpress theme, content management system, drupal, shopify theme
    web accessibility: aria label, screen reader, wcag, alt text, accessible website
    web performance: page load, lazy loading, browser cache, core web vitals, caching
    database design: database schema, create table, primary key, foreign key, entity relationship diagram, normalization of database, database table, er diagram
    database management: database, relational database, postgresql, mysql, sqlite, oracle database, sql server, database system
    database update: update statement, insert into, delete all rows, alter table, insert a row, add a column, update the table
    database index: query optimization, slow query, indexing strategy, stored procedure, database trigger, transaction isolation
    nosql: mongodb, redis, cassandra, dynamodb, mongodb query, elasticsearch, firebase
    spreadsheet formula: excel formula, google sheets formula, vlookup, pivot table, xlookup, formula in excel, cell reference
    mobile app development: android app, ios app, mobile application, app development, android studio, mobile app
    desktop application: gui application, tkinter, pyqt, wpf, electron app, winforms, graphical user interface, pyqt6, pyside6, winui
    game development: unity game, unreal engine, game engine, pygame, godot, game developer, sprite?
    computer graphics: opengl, shader, ray tracing, rendering pipeline, 3d rendering, webgl, three.js
    embedded programming: arduino, raspberry pi, microcontroller, firmware, esp32, embedded system, iot device code
    hardware description: verilog, vhdl, fpga, systemverilog
    parallel computing: cuda, gpu programming, openmp, mpi, distributed computing, parallel processing
    network programming: socket programming, tcp server, websocket, udp client, grpc
    message queue: kafka, rabbitmq, pub sub, event streaming, celery task
    chatbot development: build a chatbot, chatbot code, discord bot, telegram bot, slack bot, chatbot for
    automation script: automate the task, automation, automate, scheduled task, workflow automation, robotic process automation
    image processing code: opencv, image processing, pillow library, resize an image, svg code
    audio processing: audio file, speech synthesis code, audio signal, midi file
    pdf processing: pdf file, extract text from pdf, merge pdf, pdf document
    data serialisation: serialization, protobuf, serialize, pickle file, data format
    software licence: open source license, mit license, gpl, software licensing
    reverse engineering: decompile, disassemble, deobfuscate, obfuscated code, binary analysis
    low code: no code platform, drag and drop builder, power automate, zapier
    string formatting: format string, f string, string interpolation, print formatted, pad the string
    logging: log file, log level, error log, application monitoring
    scientific computing: numpy, scipy, numerical simulation, numpy array, monte carlo simulation
    `,
  ),
];
