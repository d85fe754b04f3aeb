import { readEntries, type VocabularyEntry } from '../entry.ts';

/** Lists the tags for food, home, shopping, fashion and events. */
export const everydayEntries: readonly VocabularyEntry[] = [
  ...readEntries(
    'topic',
    'food',
    `
    cooking: cook?, culinary, chef, cooking technique, cooking skill, cooking method, cook a
    recipe: recipe for, recipe using, recipe that, new recipe, simple recipe, easy recipe, recipe with
    ingredient: ingredients list, list of ingredients, ingredients needed, main ingredient, ingredients in, common ingredient, ingredients are in, what is in a
    ingredient substitution: substitute for, instead of butter, egg substitute, alternative to eggs, what can i use instead of, replacement for milk, swap ingredient
    cooking time: how long to cook, how long should i bake, oven temperature, how long does it take to cook, boil an egg, time to cook, preparation time, time to prepare, how long does it take to make
    food preservation: how long does last, shelf life, freeze food, canning, pickling, still good to eat, expiration of food, leftover
    baking: bake, baking soda, sourdough, oven, baking powder, baker, pastry, baked
    cake: cupcake, chocolate cake, birthday cake, frosting, brownie, cheesecake
    cookies and sweets: chocolate chip cookie, cookie recipe, candy?, chocolate, sweet treat, biscuit
    bread: loaf of bread, bread dough, toast with, bagel, baguette, flour and yeast
    dessert: ice cream, pudding, pie, apple pie, donut, pancake, waffle
    breakfast: brunch, scrambled eggs, omelette, cereal, oatmeal, breakfast idea, breakfast food
    lunch: lunchbox, packed lunch, sandwich, lunch idea, peanut butter, burger, hamburger
    dinner: dinner idea, supper, main course, dinner menu, dinner recipe, meal for, evening meal
    snack: appetizer, finger food, popcorn, chips and dip, party food
    meal suggestion: what should i eat, what should i have for dinner, suggest a meal, meal idea, dish for, suggest a dish, what can i cook, food to eat
    soup and stew: soup, stew, broth, chili recipe, curry
    salad: vegetable salad, salad dressing, caesar salad, coleslaw
    pasta: spaghetti, lasagna, noodle, macaroni, ravioli, fettuccine
    pizza: pizza topping, pepperoni, mozzarella, pizza dough
    rice dish: fried rice, risotto, sushi, rice cooker, paella, biryani
    meat dish: steak, beef, pork, bacon, lamb, turkey dinner, meatball, barbecue
    chicken dish: chicken, fried chicken, roast chicken, chicken breast, chicken curry, chicken soup
    seafood: shrimp, lobster, crab, grilled fish, fish and chips, oyster
    egg dish: eggs, boiled egg, poached egg, quiche
    fruit: banana, strawberry, mango, berries, watermelon, pineapple, orange juice
    vegetable: carrot, broccoli, potato, tomato, spinach, onion, cucumber
    dairy product: cheese, butter?, yogurt, milk?, cream cheese, dairy
    nut and legume: almond, lentil, chickpea, tofu, walnut, beans, soybean
    spice and seasoning: spices, garlic, cinnamon, seasoning, salt and pepper, turmeric, ginger, herbs and spices
    sauce: tomato sauce, soy sauce, ketchup, gravy, hot sauce, marinade, mayonnaise, guacamole
    coffee: espresso, coffee shop, latte, cappuccino, caffeine, coffee beans, cafe, barista
    tea: cup of tea, black tea, herbal tea, iced tea, matcha
    cocktail: mojito, martini, mixed drink, margarita, mocktail
    wine and beer: wine, beer, brewery, whiskey, vodka, red wine, winery, champagne
    soft drink: smoothie, lemonade, juice?, soda, milkshake, drink recipe, beverage
    italian food: italian cuisine, italian dish, tiramisu, gnocchi
    mexican food: taco, burrito, salsa, tortilla, enchilada, mexican dish, quesadilla
    chinese food: dim sum, stir fry, chinese cuisine, dumpling, wok, chinese dish
    japanese food: ramen, tempura, japanese cuisine, miso, bento
    indian food: indian cuisine, naan, tikka masala, samosa, indian dish, paneer
    other world cuisine: thai food, french cuisine, korean food, traditional dish, greek food, ethnic food, cuisine, mediterranean food
    restaurant: dining, waiter, diner, fine dining, bistro, food truck
    restaurant reservation: book a table, reserve a table, table for two, dinner reservation, make a reservation at, reservation for, do they take reservations
    restaurant recommendation: suggest a restaurant, good place to eat, restaurant nearby, best restaurant, where should i eat, restaurant review, restaurant serving, place to eat, have good reviews, where should i go for food
    food delivery: takeout, food delivery service, order food, order pizza, uber eats, doordash, delivery order
    kitchen equipment: blender, microwave, frying pan, slow cooker, pressure cooker, kitchen knife, air fryer, instant pot
    food science: fermentation, maillard, food chemistry, taste bud, flavor?, why does bread rise
    food culture: street food, national dish, food culture of, food industry, food festival, foodie
    grilling: grill, bbq, barbecue party, smoked meat
    `,
  ),
  ...readEntries(
    'topic',
    'home',
    `
    house cleaning: clean the house, cleaning, vacuum, mop, dust the, spring cleaning, cleaning supplies, clean my room
    stain removal: remove a stain, stain, get rid of stain, wine stain
    laundry: wash clothes, washing machine, detergent, ironing, fold clothes, do the laundry, dry cleaning
    household chore: chores, wash the dishes, dishwasher, housework, household task, take out the trash
    decluttering: declutter, tidy up, organize the closet, minimalism, clutter, storage space at home
    interior design: interior decoration, decorate a room, room design, living room, furniture arrangement, home decor, feng shui, interior designer
    furniture: sofa, couch, bookshelf, wooden table, chair?, desk?, mattress, ikea
    home improvement: diy, home repair, renovation, paint a wall, remodel, renovate, build a shelf, fix a leak
    plumbing: plumber, clogged, leaky faucet, toilet, water heater, unclog, pipe leak
    household electrical work: light bulb, light switch, electrician, power outlet, fuse box, power outage
    home appliance: refrigerator, vacuum cleaner, air purifier, fridge, appliance, household appliance, stove
    tool?: screwdriver, hammer?, power drill, toolbox, wrench, ladder?
    woodworking: carpentry, carpenter, sawdust, wood carving, wood project
    moving house: move to a new house, moving to a new, packing boxes, relocate, move out, new apartment
    house hunting: buy a house, house for sale, home buyer, apartment hunting, first time home, buying a home
    house?: bedroom, bathroom, basement, tiny house, household, apartment
    pest removal: get rid of ants, cockroach, mouse trap, termite, bed bug, rodent infestation
    craft and diy project: sewing, knitting, crochet, handmade, handicraft, candle making, arts and crafts
    neighbour relation: neighbor, noisy neighbor, homeowners association, hoa
    babysitting and caregiving: babysitter, nanny, caregiver, daycare
    `,
  ),
  ...readEntries(
    'topic',
    'shopping',
    `
    online shopping: shop online, amazon order, buy online, shopping cart, checkout process, online purchase, shopping website, ebay
    order status: track my order, where is my order, where is my package, order number, has my order shipped, my order, my package, track an order, track my package, where my package, status of my order
    delivery service: package delivery, shipping, courier, delivery time, shipment, postal service, fedex
    return policy: return an item, exchange an item, return a product, refund policy, send it back, faulty product
    product comparison: compare the products, which product is better, which one should i buy, compare two products, iphone vs, better value
    product recommendation: recommend a product, suggest a product, best product, buying guide, what should i buy, product suggestion
    gift idea: gift for, present for, birthday gift, christmas gift, gifts, gift card, gift basket
    bargain shopping: coupon, discount code, black friday, clearance sale, best deal, cheap, on sale, bargain
    grocery shopping: groceries, grocery store, farmers market, weekly shop, buy groceries, grocery items
    consumer product: consumer goods, household product, electronic product, product type, toothbrush, umbrella
    second-hand goods: second hand, thrift store, garage sale, used car price, flea market, antique
    luxury goods: luxury brand, designer bag, rolex, luxury item
    toy: lego, teddy bear, action figure, doll, plush
    place an order: order some, order more, buy me, i want to order, reorder, purchase online for me
    customer purchase: purchase history, buyer?, purchase decision, shopper, shopping mall
    subscription?: cancel my subscription, subscription service, membership, subscription box, free trial
    `,
  ),
  ...readEntries(
    'topic',
    'fashion',
    `
    fashion: fashion trend, fashion designer, fashion show, fashion style, fashion industry, fashionable, vogue
    clothing: clothes, wardrobe, dress code, garment, apparel, t shirt, jeans, shirt
    outfit planning: outfit, what to wear, outfit for, what should i wear, dress for, style advice
    shoes: sneakers, high heels, boots?, footwear, nike shoes, sandals
    jewellery: jewelry, necklace, earring, bracelet, engagement ring, wristwatch, handbag
    beauty: makeup, cosmetics, lipstick, beauty product, beauty tips, beauty standard, mascara, nail polish
    skincare: skin care, moisturizer, sunscreen, skincare routine, dry skin, face mask, anti aging
    hair care: haircut, hairstyle, shampoo, hair color, hairdresser, curly hair, hair loss, barber
    perfume: fragrance, cologne, scent of, deodorant
    tattoo: piercing, body art
    sustainable fashion: fast fashion, ethical fashion, thrifted, slow fashion
    fabric: textile, cotton, silk, wool, linen fabric, leather, polyester
    formal wear: tuxedo, evening gown, wedding dress, business attire, suit and tie, business casual
    `,
  ),
  ...readEntries(
    'topic',
    'events',
    `
    event planning: plan an event, event planner, organize an event, host an event, event schedule, charity event, event organizer
    party planning: throw a party, host a party, party theme, dinner party, plan a party, party?
    birthday: birthday party, birthday card, birthday wish, happy birthday, birthday message, birthday celebration
    wedding: bride, groom, wedding planning, wedding speech, wedding vow, honeymoon, bachelorette, bridesmaid
    anniversary: wedding anniversary, anniversary gift, anniversary message
    holiday: public holiday, next holiday, national holiday, holiday season, bank holiday, independence day, memorial day
    christmas: santa claus, christmas tree, christmas eve, xmas, christmas party, christmas carol
    halloween: halloween costume, trick or treat, pumpkin carving, costume party, haunted house
    thanksgiving: thanksgiving dinner, thanksgiving day, turkey for thanksgiving
    new year: new year's eve, new year's day, chinese new year, lunar new year
    easter: easter egg, easter bunny, good friday
    valentine's day: valentine, valentine card, valentine gift
    mother's day: father's day
    religious festival: diwali, hanukkah, ramadan, eid, holi, passover, festival of lights
    festival: music festival, carnival, film festival, cultural festival, fair ground
    conference planning: conference, seminar, webinar, workshop?, trade conference, convention?, summit?
    graduation ceremony: commencement, prom, class reunion, retirement party
    baby shower: gender reveal, housewarming, bridal shower
    funeral: eulogy, memorial service, burial
    invitation?: invite, rsvp, party invitation, wedding invitation, invitation letter, invitation to
    award ceremony: awards, oscar award, grammy, prize giving, award show, nobel prize
    ticket booking: concert ticket, buy tickets, event ticket, movie ticket, book tickets, tickets for
    concert: live music, gig, music event
    `,
  ),
];
