import { readEntries, type VocabularyEntry } from '../entry.ts';

/** Lists the tags for technology, engineering, devices and assistants, and safety. */
export const technologyEntries: readonly VocabularyEntry[] = [
  ...readEntries(
    'topic',
    'technology',
    `
    technology: technological, emerging technology, digital technology, new technology, impact of technology, technology trend, tech industry
    computer science: computer scientist, theory of computation, turing machine, computing concept, finite automaton
    computer hardware: motherboard, cpu, processor, computer component, ram?, graphics card, hard drive, gpu
    operating system: windows 10, windows 11, macos, kernel?, process scheduling, virtual memory
    software: software application, software product, software company, install software, software package, software tool, software update
    computer troubleshooting: computer crash, computer is slow, blue screen, reboot, computer problem, computer won't, laptop won't
    laptop: desktop computer, buy a computer, computer mouse, macbook, chromebook, notebook computer
    smartphone: mobile phone, iphone, android phone, cell phone, samsung galaxy, new phone
    tablet computer: ipad, e reader, kindle
    wearable technology: smartwatch, fitbit, apple watch, smart glasses, wearable device
    printer: print a document, scanner, 3d printing, 3d printer, printing press
    internet: internet access, world wide web, internet connection, the web, broadband, invention of the internet, internet usage
    internet of things: iot, smart device, connected device, iot device, smart city
    cloud computing: cloud storage, cloud service, cloud based, cloud technology, software as a service, saas, platform as a service, the cloud
    computer network: networking, local area network, router, tcp ip, subnet, ip address, vpn, network protocol
    wireless network: wifi, wi fi, bluetooth, 5g, hotspot, wireless technology, mobile network
    telecommunications: telecom, phone network, fiber optic, phone company, telegraph, landline
    cybersecurity: cyber security, network security, information security, cyberattack, cyber attack, computer security, firewall
    hacking: hacker, ethical hacking, penetration testing, vulnerability scan, exploit code, sql injection, cross site scripting, brute force attack
    malware: computer virus, ransomware, antivirus, spyware, trojan horse virus, adware
    phishing: online scam, spam email, scam email, phishing attack, phishing email
    password security: strong password, password manager, two factor authentication, secure password, reset my password, password?
    encryption: cryptography, rsa, encrypt, decrypt, public key, cipher, caesar cipher, end to end encryption
    data privacy: privacy policy, personal data, data protection, gdpr, online privacy, user data, data breach, privacy concern
    virtual reality: vr headset, augmented reality, metaverse, mixed reality, oculus, vr technology
    quantum computing: quantum computer, qubit, quantum algorithm, shor
    data storage: usb drive, data backup, back up data, ssd, file compression, zip file, external drive, gigabyte
    search engine use: search the web, google search, search query, search results, online search, search for information
    web browser: google chrome, firefox, internet explorer, browser history, browser tab
    user interface design: ui design, user interface, user experience, ux design, wireframe, usability, user friendly interface, app design
    website design: design a website, web design, landing page, homepage, website layout, website for a, website structure, website development
    open source software: open source, open source project, free software
    office software: microsoft office, microsoft word, google docs, office 365, word processor, word document
    presentation software: powerpoint, google slides, slide deck, keynote
    spreadsheet software: excel, spreadsheet, google sheets, worksheet in excel, excel sheet
    information technology: it support, it department, help desk, tech support, technical support, information system, it infrastructure
    enterprise software: erp, sap, crm software, crm system, salesforce, customer relationship management, odoo
    biometrics: fingerprint, iris scan, biometric authentication
    nanotech and future technology: future technology, technology of the future, innovation in technology, futuristic, technological advance, technological innovation
    tech company: google company, microsoft, apple inc, facebook company, amazon company, silicon valley, tesla inc, tech giant
    history of computing: charles babbage, first computer, ada lovelace, moore's law, evolution of computers, steve jobs, bill gates
    digital transformation: digitalization, digitization, digital divide, industry 4.0, digital age
    drone: unmanned aerial vehicle, quadcopter
    gps: satellite navigation, gps tracking, gps device
    digital photography device: camera lens, dslr, digital camera, webcam
    battery: rechargeable battery, battery life, charger, charge my phone, power bank
    television set: smart tv, tv screen, remote control, streaming device, set top box
    file format: file type, jpeg, png, file conversion, convert a file, image file, zip archive
    domain and email hosting: email server, smtp, mail server, outlook account, gmail account
    e-government and digital identity: electronic voting, digital signature, e signature, digital identity
    `,
  ),
  ...readEntries(
    'topic',
    'engineering',
    `
    engineering: engineer, engineering problem, engineering design, engineering project, engineering principle
    mechanical engineering: gear?, machine design, mechanical system, bearing?, shaft?, axle, hydraulic
    simple machine: lever, pulley, inclined plane, wheel and axle, mechanical advantage
    electrical engineering: power grid, transformer voltage, electric motor, electrical wiring, generator?, circuit breaker
    electronics: transistor, resistor, circuit board, diode, led light, integrated circuit, logic gate, breadboard
    civil engineering: bridge design, structural engineering, dam, concrete?, load bearing, beam bending, reinforced concrete
    construction: construction site, build a house, building material, construction project, house building, scaffolding, contractor
    aerospace engineering: aircraft, jet engine, rocket engine, aerodynamics, wing lift, rocket science, airplane design
    automotive engineering: combustion engine, car engine, transmission, turbocharger, hybrid engine, engine works
    chemical engineering: chemical plant, refinery, process engineering, reactor design
    control system: pid controller, feedback loop, kalman filter, transfer function, control theory
    signal processing: fourier transform, low pass filter, sampling rate, sensor data, radar, signal to noise
    manufacturing: factory?, assembly line, mass production, lean manufacturing, production line, production process, injection molding, cnc
    product design: design a product, industrial design, prototype, new product design, product prototype, product development
    invention: inventor, invent, patent idea, new invention, invented the, who invented, thomas edison
    technical drawing: cad, autocad, solidworks, blueprint, 3d model
    biomedical engineering: prosthetic, medical device, pacemaker, bionic
    energy storage: battery storage, hydrogen fuel, fuel cell, energy grid, smart grid, supercapacitor
    mining?: miner, mining industry, quarry, mining operation
    quality control: six sigma, tolerance stack, fault analysis, root cause analysis, failure mode, iso 9001, quality management
    systems engineering: requirements engineering, functional requirement, system requirement, technical specification, iso 26262
    heating and cooling system: hvac, air conditioner, heat pump, refrigerator works, air conditioning, thermostat setting
    `,
  ),
  ...readEntries(
    'topic',
    'devices',
    `
    alarm: set an alarm, wake me up, alarm clock, alarm for, cancel my alarm, snooze, wake up call
    reminder: remind me to, set a reminder, remind me, add a reminder, reminder to
    timer: set a timer, countdown, stopwatch, timer for, minute timer, set the timer
    calendar event: my calendar, add to my calendar, calendar, event on my calendar, appointments today, schedule for today, free on, what is on my schedule, full after, my schedule, my agenda
    to-do list: todo list, task list, add to my to do, my to do
    shopping list: grocery list, add to my shopping list, my shopping list
    weather forecast: weather today, weather in, will it rain, weather like, weather forecast for, forecast for, temperature outside, need an umbrella, what's the weather, look at the weather, is it going to rain, how is the weather
    current time: what time is it, time in?, the time now, what is the time, time right now, tell me the time
    current date: today's date, what day is it, what is the date, what's the date, what date is it, day is today
    time zone: timezone, time difference between, utc, gmt, eastern time, daylight saving
    phone call: make a call, call my, make a phone call, dial, phone contact, give a call to, call mom
    text message: send a text, text my, sms, send a message to, text message to, text him, whatsapp
    find my phone: find phone, where is my phone, locate my phone, can't find my phone, help me find my phone, phone's location, lost phone find
    share location: share my location, send my location, where am i, current location, what is my location, my current location, send my location to, my location to
    music playback: play music, play a song, play some, next song, skip this song, shuffle, play the song, song is playing
    playlist: add to my playlist, add this song, create a playlist, spotify, playlist for, update my playlist
    song identification: what song is this, name of this song, who sings, song title playing, shazam, what's this song
    podcast playback: play a podcast, radio station, play the radio, audiobook playback, next episode of the podcast
    volume control: turn up the volume, volume up, volume down, change the volume, louder, mute, lower the volume, volume to, set the volume, speaker volume
    smart home: turn on the light, turn off the light, smart home device, home automation, thermostat, turn off the, dim the lights, lights in
    assistant settings: change your language, change your voice, change your accent, speak slower, talk faster, reset settings, whisper mode, factory reset, change the language, default language, female voice, speaking speed, original settings, slow down your, talk slower, change your settings
    assistant identity: are you a bot, who made you, what is your name, are you human, are you real, who are you, who created you, are you a robot, which company made you, what company did, computer generated, are you an ai, your creator
    assistant small talk: how are you, do you have pets, how old are you, where are you from, your hobbies, your favorite, who do you work for, what do you do for fun, were you born, your age, nice to chat, you from, after work do you, your name
    assistant capability: what can you do, what can i ask you, how can you help, what are you able to do, your capabilities, things you can help, what can i ask, questions i can ask, help me with what
    user name: my name is, call me?, change my username, what is my name, know my name, change your name, what should i call you, my name now, change my name to, calling you
    greeting and farewell: good morning, goodbye, hello there, see you later, good night, hi there, nice talking to you
    thanks: thank you, thank you very much, appreciate your help, thanks for
    device pairing: sync my device, connect to bluetooth, pair my phone, sync device, connect my phone, unsync
    device settings: screen brightness, airplane mode, do not disturb, phone settings, notification settings, silent mode
    definition lookup: define the word, what does mean, dictionary definition, look up the word, definition of the word
    coin and dice roll: flip a coin for me, roll a dice, heads or tails, roll dice, toss a coin, pick a random number
    email assistant: check my email, new email, send an email to, reply to the email, my inbox, email from, unread email
    sports score lookup: score of the game, who won the game, what's the score, latest score, game score
    `,
  ),
  ...readEntries(
    'topic',
    'safety',
    `
    safety: safety precaution, safety tip, safety rule, stay safe, safety measure, safety guideline, safety protocol
    workplace safety: occupational safety, safety at work, protective equipment, hard hat, osha, hazard at work
    fire safety: fire extinguisher, smoke detector, fire drill, house fire, fire hazard, firefighter
    road safety: seat belt, speeding, drunk driving, car accident, traffic accident, texting while driving, distracted driving
    online safety: internet safety, safe online, cyberbullying, protect children online, catfishing, online predator
    child safety: childproof, child abuse, kidnapping, stranger danger, babyproof
    emergency preparedness: emergency kit, disaster preparedness, survival kit, evacuation plan, emergency plan, first aid kit, disaster relief
    survival skill: survive in the wild, stranded on a desert island, wilderness survival, prepper, survival guide, survive a
    home security: burglar, burglary, security camera, home alarm system, security system, door lock
    weapon: gun, firearm, bomb, explosive, knife attack, nuclear weapon, ammunition
    illegal activity: make drugs, steal a, shoplift, counterfeit, pick a lock, break into, illegal drug
    misinformation: fake news, disinformation, conspiracy theory, hoax, deepfake, false information
    harassment: sexual harassment, bullying, stalking, bully, bullied, hate speech, assault
    terrorism: terrorist, extremism, terrorist attack, 9 11, radicalization
    identity theft: stolen identity, fraud prevention, protect my identity, scam, scammer, scammed
    content moderation: toxic comment, offensive language, inappropriate content, toxic content, profanity, offensive, censor
    poison: toxic substance, poisonous, carbon monoxide, poisoning, venom, lead poisoning
    food safety: safe to eat, food storage temperature, expired food, undercooked, salmonella, food hygiene, gone bad
    `,
  ),
];
