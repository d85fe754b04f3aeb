import { readEntries, type VocabularyEntry } from '../entry.ts';

/** Lists the tags for travel and transport. */
export const mobilityEntries: readonly VocabularyEntry[] = [
  ...readEntries(
    'topic',
    'travel',
    `
    travel planning: plan a trip, itinerary, trip to, travel itinerary, plan my trip, plan a vacation, trip planning
    vacation: vacation to, go on vacation, family vacation, summer vacation, beach vacation, holiday trip, honeymoon trip, getaway
    travel destination: places to visit, best place to visit, vacation spot, where should i travel, travel spot, destinations, where to go on
    tourist attraction: tourist, sightseeing, tourist spot, things to see, attraction in, must see, landmarks in, tourism
    city guide: things to do in, what to do in, guide to the city, visiting a city, weekend in, visit to, travel guide
    travel tip: travel advice, tips for traveling, travelling, traveler, first time traveler, travel
    budget travel: travel on a budget, cheap travel, backpacking, hostel, cheap flight, travel budget
    flight booking: book a flight, flight ticket, flight to, flight from, plane ticket, round trip ticket, one way flight, find flights
    flight status: flight delay, flight on time, flight land, boarding time, flight depart, flight arrive, cancelled flight, flight number, flight running on time, flight on schedule
    airline: american airlines, delta airlines, united airlines, flight attendant, in flight, airline ticket
    airport: airport security, boarding pass, check in at the airport, layover, terminal gate, jfk, customs
    luggage: lost luggage, carry on, baggage, suitcase, carry on bag, lost my luggage, checked bag, baggage allowance
    packing list: pack for, what to pack, packing, pack for a trip, packing tips, what should i pack
    hotel booking: book a hotel, hotel room, reserve a hotel, hotel reservation, hotel in?, find me a hotel, book a room, hotel near
    hotel: hotel review, resort, motel, bed and breakfast, luxury hotel, hotel service
    vacation rental: airbnb, holiday home, rent a cabin, beach house
    car rental: rent a car, rental car, hire a car, car hire
    visa and passport: passport, travel visa, international visa, need a visa, tourist visa, visa requirement, visa to
    travel alert: travel warning, travel safety, is it safe to travel, travel advisory, travel ban, travel restriction, safe to go to, safe to travel to
    travel notification to bank: travel notice, traveling abroad, tell my bank i am, let my bank know i, bank know i will be
    travel vaccination: vaccines for travel, shots before travel, do i need shots, need vaccinations, shots to travel
    travel insurance: trip insurance, trip cancellation
    plug type: power adapter, plug converter, socket type, outlet converter, electrical socket, travel adapter, plug adapter, type of plug, same plug
    travel phrase: common phrases in, useful phrases for travelers, how do i say, in spanish how, how do you say, phrase book
    road trip: drive across, scenic drive, cross country, car trip
    camping trip: camping, tent, campfire, campsite, camp site, rv camping
    hiking: hike, trail, trekking, backpack, hiking trip, mountain hike, hiker
    beach: beaches, seaside, surf trip, beach day, coastline
    cruise: cruise ship, boat trip, cruise line, yacht
    ecotourism: eco tourism, responsible travel, sustainable tourism
    solo travel: travel alone, female traveler, digital nomad
    travel with children: family trip, disneyland, disney world, theme park, amusement park, roller coaster
    `,
  ),
  ...readEntries(
    'topic',
    'transport',
    `
    transport: transportation, mode of transport, means of transportation, vehicle, transportation system
    public transport: public transportation, bus, subway, metro, commuter, tram, bus stop, public transit
    train travel: train ticket, railway, train station, high speed rail, rail network, locomotive, amtrak, bullet train
    taxi and ride hailing: taxi, uber, lyft, cab, ride sharing, get me a ride, ride sharing service, rideshare
    directions?: directions to, how do i get to, way to get to, route to, shortest route, navigate to, get from, fastest route
    traffic: traffic jam, traffic congestion, rush hour, traffic on?, how is traffic, traffic light, commute
    driving: drive a car, learn to drive, driving lesson, driver?, parallel park, driving test, steering wheel, road rules
    parking: parking lot, parking space, park my car, parking garage
    car: sports car, suv, sedan, automobile, toyota, ford mustang, bmw
    car buying: buy a car, new car, used car, car dealer, car salesman, car dealership, lease a car
    car maintenance: oil change, schedule maintenance, car service, car mechanic, mechanic, engine oil, change the oil, tune up, change my oil, next oil change, last serviced
    car trouble: jump start, dead battery, car won't start, check engine light, car broke, flat battery, jumper cable
    tyre: tire pressure, tire change, flat tire, tires, change a tire, air in my tires
    fuel: gas station, gas tank, gas mileage, mpg, fuel efficiency, gasoline, how much gas, gas price
    electric vehicle: electric car, ev charging, tesla car, charging station, hybrid car, battery electric
    bicycle: bike, cycling, cyclist, bike lane, bike ride, e bike
    motorcycle: motorbike, scooter, harley davidson
    aeroplane: airplane, plane?, helicopter, boeing, pilot?, aviation, hot air balloon
    ship and boat: boat?, ship?, ferry, sailing ship, sailboat, submarine, container ship, cargo ship
    truck and freight: truck, truck driver, freight, lorry, cargo?
    walking?: pedestrian, walk to work, sidewalk, crosswalk
    bridge and road: highway, bridge, tunnel, golden gate bridge, freeway, road construction, intersection
    futuristic transport: hyperloop, flying car, maglev, jetpack, teleportation
    travel time by car: drive time, how long to drive, how long will it take to get to, how long is the drive, minutes by car, time to drive
    `,
  ),
];
