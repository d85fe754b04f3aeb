import { readEntries, type VocabularyEntry } from '../entry.ts';

/** Lists the tags for arts, music, film, games, sport, entertainment and media. */
export const leisureEntries: readonly VocabularyEntry[] = [
  ...readEntries(
    'topic',
    'arts',
    `
    art?: artist, artwork, visual art, fine art, work of art, piece of art, contemporary art, art form
    painting: painter, oil painting, watercolor, canvas?, paint a picture, acrylic paint, brush stroke
    famous painter: van gogh, picasso, claude monet, starry night, michelangelo, rembrandt, salvador dali, frida kahlo
    mona lisa: mona, the last supper, sistine chapel, girl with a pearl earring
    art movement: impressionism, surrealism, cubism, abstract art, pop art, expressionism, baroque, romanticism
    art history: art critic, renaissance art, history of art, art period, art critique
    drawing: sketch, pencil drawing, draw a, draw a picture, doodle, charcoal drawing
    sculpture: sculptor, statue, pottery, ceramic, marble statue, clay model
    photography: photographer, take photos, portrait photo, photograph, camera settings, landscape photography, photo shoot
    graphic design: graphic designer, photoshop, illustrator, typography, font?, adobe, visual design, canva
    colour theory: color palette, color scheme, primary color, color wheel, complementary color, color combination, colors
    architecture?: architect, building design, gothic architecture, skyscraper, architectural, frank lloyd wright, cathedral
    museum: art gallery, exhibition, exhibit?, art museum, metropolitan museum, curator
    digital art: digital painting, pixel art, 3d art, ascii picture, vector art, concept art
    origami and paper craft: origami, calligraphy, paper craft, scrapbook
    street art: graffiti, mural, banksy
    illustration: children's illustration, comic art, cartoonist, illustrate
    creativity: creative process, be creative, creative thinking, creative people, artistic, creative inspiration
    `,
  ),
  ...readEntries(
    'topic',
    'music',
    `
    music: musical, musician, type of music, piece of music, listen to music, music industry, music genre
    song: song about, song title, favorite song, pop song, love song, hit song
    musical instrument: violin, flute, saxophone, trumpet, instrument?, drum, cello, ukulele
    guitar: guitarist, guitar chord, electric guitar, acoustic guitar, bass guitar, learn guitar
    piano: pianist, keyboard piano, piano piece, piano sonata
    classical music: mozart, beethoven, symphony, composer, bach, orchestra, opera, chopin
    rock music: rock band, heavy metal, the beatles, rolling stones, punk rock, led zeppelin, nirvana?, pink floyd
    pop music: taylor swift, beyonce, michael jackson, ed sheeran, madonna, pop star, lady gaga, justin bieber
    hip hop: rapper, rap, rap music, eminem, kanye west, hip hop music, tupac, kendrick lamar
    jazz and blues: jazz, blues music, louis armstrong, miles davis, soul music, duke ellington
    country and folk music: country music, folk music, bob dylan, johnny cash, folk song, dolly parton, bluegrass
    electronic music: techno, edm, dj, synthesizer, house music, remix, dubstep
    world music: reggae, bob marley, k pop, latin music, salsa music, samba, bts
    music theory: chord progression, musical scale, key signature, time signature, melody, harmony?, tempo, music notation
    singing: singer, sing, vocalist, choir, karaoke, vocal
    band?: music band, music group, boy band, rock group, band name
    album: record label, music video, album cover, billboard chart, record deal, vinyl record
    songwriting craft: compose music, music composition, compose a song, music production, composing a melody
    music recommendation: recommend a song, songs for, songs like, music for, suggest a song, music to listen
    `,
  ),
  ...readEntries(
    'topic',
    'film',
    `
    film: movie, cinema, motion picture, movies, filmmaking, filmmaker
    movie review: film review, review of the movie, movie rating, review for the movie, rotten tomatoes, movie critic, movie was
    movie recommendation: recommend a movie, movies to watch, suggest a movie, good movie, movie night, best movies, favorite movie, movies like
    movie plot: plot of the movie, movie plot summary, movie scene, summary of the movie, movie about, movie idea, film plot
    actor: actress, movie star, tom hanks, leonardo dicaprio, acting, cast of, meryl streep
    film director: directed by, steven spielberg, quentin tarantino, christopher nolan, alfred hitchcock, film director style, martin scorsese
    famous movie: star wars, the matrix, titanic movie, forrest gump, the godfather, jurassic park, avengers, toy story
    film genre: action movie, horror movie, comedy movie, movie genre, romantic comedy, documentary, thriller, western movie
    animation: animated movie, cartoon, disney, pixar, frozen movie, the lion king, anime, animated film
    tv show: television show, television, tv series, sitcom, episode, television series, breaking bad, tv program
    streaming service: netflix, hulu, disney plus, amazon prime video, binge watch, streaming platform
    film production: cinematography, special effects, film editing, sound design, box office, movie trailer, movie poster
    academy awards: oscars, golden globe, cannes, emmy award, best picture
    showtime lookup: movie times, movie theater, film showing, showtimes, cinema ticket, movie playing
    `,
  ),
  ...readEntries(
    'topic',
    'games',
    `
    video game: gaming, gamer, playstation, xbox, nintendo, computer game, console game
    popular video game: minecraft, fortnite, super mario, pokemon, zelda, league of legends, grand theft auto, tetris
    game design idea: game mechanic, design a game, game idea, game concept, game level, video game character, game story, create a game
    board game: monopoly game, settlers of catan, checkers, scrabble board, risk board game, jenga
    chess: chessboard, chess move, chess opening, checkmate, grandmaster, chess game, elo rating
    card game: poker, blackjack, playing cards, uno, solitaire, trading card, bridge card game
    role-playing game: dungeons and dragons, rpg, tabletop, dungeon master, dungeon, wizard spell
    text adventure: text based adventure, interactive fiction, text adventure game, adventure game, choose your own adventure
    party game: charades, truth or dare, icebreaker, two truths, bingo, would you rather, ice breaker, pictionary
    rules of a game: rules of the game, how to play, game rules, rules for the game, rules of
    tic tac toe: connect four, rock paper scissors, noughts and crosses
    gambling: casino, lottery, slot machine, betting, roulette, bet on, sports betting
    esports: competitive gaming, twitch stream, speedrun, mobile game, game streaming
    outdoor game: hide and seek, tag game, scavenger hunt, treasure hunt, hopscotch, playground game, frisbee
    puzzle toy: rubik's cube, rubik, jigsaw, jigsaw puzzle
    children's game: kids game, game for kids, educational game
    `,
  ),
  ...readEntries(
    'topic',
    'sport',
    `
    sport: sporting event, athlete, sports team, team sport, athletic, type of sport, sportsmanship
    football: football game, soccer, fifa, world cup, football team, premier league, football match, football player
    american football: nfl, super bowl, quarterback, touchdown, patriots, tom brady, wide receiver
    footballer: lionel messi, cristiano ronaldo, pele, maradona, messi, manchester united, real madrid
    basketball: nba, michael jordan, lebron james, slam dunk, lakers, basketball player, basketball team, kobe bryant
    baseball: mlb, home run, pitcher, yankees, baseball team, world series, red sox
    tennis: wimbledon, roger federer, serena williams, table tennis, badminton, tennis player, us open tennis, ping pong
    cricket: test match, wicket, icc, batsman, cricket team, virat kohli, rugby
    golf: golfer, tiger woods, golf course, putt, golf club
    swimming: swim, swimmer, diving, scuba, michael phelps, swimming pool, snorkeling
    running?: marathon, sprint, 5k race, half marathon, usain bolt, track and field, runner, long distance running
    combat sport: boxing, martial arts, karate, judo, taekwondo, muhammad ali, wrestling, ufc
    winter sport: skiing, snowboarding, ice skating, ice hockey, figure skating, hockey, ski resort, skier
    water sport: surfing, kayak, sailing, rowing, surfboard, water polo, canoe
    gymnastics: gymnast, cheerleading, simone biles, trampoline
    motorsport: formula 1, formula one, nascar, race car, racing driver, grand prix, lewis hamilton
    extreme sport: skydiving, bungee jumping, skateboarding, rock climbing, parkour, paragliding, skateboard
    volleyball: handball, lacrosse, netball, beach volleyball, dodgeball
    olympic games: olympics, gold medal, summer olympics, winter olympics, paralympic, medal count
    sports training: coach, sports coach, training for a marathon, athletic training, improve my game, athletic performance
    sports result: final score of, match result, league table, win the match, championship, tournament, playoff, winning team
    sports history: sports record, hall of fame, famous athlete, greatest athlete, sports legend, sports star
    horse riding: horse racing, equestrian, kentucky derby, polo
    fishing and hunting: fishing, go fishing, hunting, deer hunting, archery, fisherman
    sports doping: performance enhancing drugs, steroid, lance armstrong
    fitness class: dance fitness, zumba, aerobics, crossfit, spin class
    `,
  ),
  ...readEntries(
    'topic',
    'entertainment',
    `
    joke: tell me a joke, funny joke, knock knock, dad joke, make me laugh, joke about, punchline
    pun: wordplay, play on words, tongue twister
    riddle: what am i, riddle me, solve the riddle, give me a riddle
    trivia: trivia question, pub quiz, trivia night, general knowledge, jeopardy
    fun fact: interesting fact, did you know, random fact, facts about, tell me something interesting
    comedy: stand up comedy, comedian, humor, sketch comedy, funny story, comedic, hilarious, monty python
    dance: ballet, dancer, choreography, ballroom, salsa dancing, dancing, hip hop dance, tango
    theatre: broadway, musical theater, stage play, hamilton musical, puppet, stage performance, les miserables
    magic trick: magician, illusion?, circus, juggling, card trick, clown?
    celebrity: famous celebrity, kim kardashian, oprah winfrey, elon musk, paparazzi, celebrity gossip
    podcast: podcaster, podcast episode, talk show, radio show, late night show
    youtube: youtuber, youtube video, youtube channel, video content, vlog, viral video, video script
    reality tv: game show, american idol, survivor show, talent show, the bachelor, dating show
    hobby: leisure, pastime, free time, collecting stamps, leisure activity, spare time, recreational
    weekend activity: things to do, activities for, rainy day, fun activity, outdoor activity, activities to do, bored
    fan fiction: fanfiction, crossover story, fan theory
    meme: internet meme, funny caption, viral meme
    fortune and astrology: horoscope, zodiac, astrology, tarot, fortune teller, zodiac sign, psychic, fortune cookie
    amusement and nightlife: nightclub, night out, nightlife, bowling, escape room, laser tag, karaoke bar
    costume and cosplay: halloween outfit, fancy dress, superhero costume, mascot?
    superpower: invisible, super power, superhuman
    `,
  ),
  ...readEntries(
    'topic',
    'media',
    `
    news: news story, latest news, newspaper, news source, news article about, news outlet, journal article, news media
    news classification: category of the news, news topic, classify the news, type of news
    media literacy: media bias, biased news, reliable source, propaganda, news bias, credible source, reliability of
    social media: social media platform, social network, social media post, online community, social media app
    facebook: instagram, facebook post, instagram post, facebook group, snapchat, instagram story
    twitter: tweet, hashtag, twitter post, tweet about, twitter thread, 280 characters
    tiktok: pinterest, reddit, subreddit, tiktok video, quora
    online reputation: online review response, google review, negative review, online reputation management, yelp, bad review
    mass media: broadcasting, news broadcast, radio, mass communication, television news, bbc, cnn
    magazine: magazine article, magazine cover, editorial article
    online forum: discussion forum, online discussion, message board, forum post, comment section, chat room
    freedom of the press: press freedom, censorship, media censorship, censored
    wikipedia: wikipedia article, encyclopedia, wiki page, en wikipedia
    video production: video editing, video editor, edit a video, video clip, subtitle, film a video
    interview for media: interview with, interview a, interview questions for a celebrity, journalist interview
    advice column: letter to the editor, agony aunt, advice columnist
    influencer culture: online fame, viral post, followers, go viral, trending
    `,
  ),
];
