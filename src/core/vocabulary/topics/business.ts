import { readEntries, type VocabularyEntry } from '../entry.ts';

/** Lists the tags for business, marketing and sales. */
export const businessEntries: readonly VocabularyEntry[] = [
  ...readEntries(
    'topic',
    'business',
    `
    business: business idea, business owner, run a business, business world, company?, business problem
    business plan: business proposal, write a business plan, executive summary, business plan for
    business strategy: competitive advantage, corporate strategy, strategic plan, growth strategy, competitive strategy, porter's five forces
    business model: revenue model, revenue stream, subscription model, business model canvas, freemium, franchise
    startup: start up company, start a company, startup idea, start a business, new business, founder
    entrepreneurship: entrepreneur, successful entrepreneur, entrepreneurial
    small business: local business, family business, small business owner, self employed, home based business
    swot analysis: strengths and weaknesses of the company, swot, swot matrix, pestle analysis
    market research: focus group, market analysis, market trend, competitor analysis, target market, market segmentation, market share
    management: manager?, managerial, management style, manage a team, management skills, supervisor, middle management
    leadership: leader, leadership skill, leadership style, good leader, leadership quality, effective leader, great leader
    teamwork: team building, teamwork skills, team collaboration, work in a team, team member, team work, work as a team
    project management: project manager, project plan, gantt chart, project timeline, project proposal, milestone, project scope, project deadline
    change management: organizational change, organisational change, resistance to change, company restructuring
    human resources: hr, hr department, hr policy, employee handbook, onboarding, recruitment policy, hr manager
    employee engagement: employee motivation, employee morale, motivate employees, employee satisfaction, employee retention, employee turnover, staff turnover
    performance review: employee feedback, performance appraisal, employee evaluation, performance evaluation, key performance indicator, kpi
    employee training: staff training, training program, corporate training, training manual, train employees
    company culture: workplace culture, organizational culture, corporate culture, office culture, positive work environment, work environment
    workplace: office worker, at work, in the workplace, coworker, colleague, co worker, boss?
    workplace conflict: difficult coworker, conflict at work, conflict resolution, resolve a conflict, conflict management
    workplace diversity: diversity and inclusion, inclusive workplace, diversity in the workplace, diverse workplace, dei
    remote work: work from home, remote team, telecommuting, hybrid work, virtual meeting, working remotely
    business meeting: meeting agenda, meeting minutes, run a meeting, meeting notes, board meeting, team meeting, staff meeting
    meeting scheduling: schedule a meeting, set up a meeting, arrange a meeting, book a meeting room, reschedule the meeting, conference room, meeting with?, reserve a meeting room, book a meeting
    business communication: professional email, business letter, memo, business email, internal communication, effective communication, corporate communication
    negotiation: negotiate, negotiating, win win, negotiation skill, bargaining
    decision making: decision making process, make a decision, make better decisions, decision matrix, informed decision, difficult decision
    problem solving: problem solving skill, solve a problem, creative problem solving, solve problems, problem solver, creative solution
    innovation: innovative, innovative idea, disruptive innovation, design thinking, brainstorm ideas for a business, new product idea, innovate
    operations management: business process, process improvement, workflow, operational efficiency, streamline, standard operating procedure, business operation
    supply chain: logistics, warehouse, inventory, supplier, procurement, distribution channel, inventory management
    outsourcing: offshoring, contractor hiring, third party vendor, vendor selection
    customer service: customer support, customer service representative, customer care, call center, help a customer, customer service agent, customer query
    customer complaint: complaint letter, angry customer, unhappy customer, dissatisfied customer, customer complains, complaint about, complaint
    customer satisfaction: customer feedback, customer experience, customer review, customer retention, customer loyalty, loyal customer, improve customer
    corporate social responsibility: csr, business ethics, ethical business, corporate responsibility, esg, stakeholder, social responsibility
    corporate governance: board of directors, shareholders meeting, compliance program, ceo, chief executive
    company profile: company overview, company history, about the company, describe the company, company called, company that
    company name: business name, name for a company, name a business, name for a business, brand names, name for a startup, restaurant name
    mission statement: vision statement, company values, core values, company vision, company mission
    retail business: retail store, retailer, supermarket, retail industry, clothing store, store manager, bookstore
    e-commerce: ecommerce, online store, e commerce website, online retailer, shopify, amazon seller, dropshipping, online business
    hospitality industry: hotel industry, hotel management, tourism industry, hospitality
    business intelligence: business analysis, business analyst, business analytics, data driven decision, business report
    nonprofit: non profit, ngo, charitable organization, nonprofit organization, foundation grant
    grant proposal: grant application, funding proposal, apply for a grant, research proposal
    business travel: business trip, travel expense, corporate travel
    consulting: consultant, management consulting, consulting firm, case interview
    pricing: pricing strategy, price a product, dynamic pricing, price optimization, pricing model, price increase
    merger and acquisition process: acquire a company, merger, company acquisition, takeover of, joint venture
    business law form: partnership, limited liability company, llc, sole proprietor, sole proprietorship, incorporated?
    employment benefit: employee benefits, benefits package, perks, employee wellness, stock option
    `,
  ),
  ...readEntries(
    'topic',
    'marketing',
    `
    marketing: marketer, marketing concept, marketing team, marketing department, marketing technique, marketing message
    marketing strategy: marketing plan, marketing campaign, promote a product, marketing mix, promotional strategy, market a product
    digital marketing: online marketing, internet marketing, digital campaign, digital marketing strategy, inbound marketing
    content marketing: content strategy, content calendar, content creation, content creator, content plan
    social media marketing: social media campaign, social media strategy, influencer marketing, social media manager, influencer, social media presence
    email marketing: newsletter, email campaign, mailing list, promotional email, marketing email, email list
    search engine optimisation: seo, backlink, keyword research, meta description, search ranking, seo keyword
    online advertising: google ads, pay per click, banner ad, facebook ad, ppc, digital ad, adwords
    advertising: advertisement, ad campaign, advert, commercial for, print ad, billboard, tv commercial, radio ad
    slogan: tagline, catchphrase, catchy slogan, slogan for, advertising slogan, jingle, motto
    product description: describe the product, description of the product, product listing, product features, write a product description, product page
    product launch: launch a product, product release, launch event, new product, introduce a product, promote a new
    product name: name for a product, name the product, brand name for, catchy name, name for a new
    branding: brand identity, brand awareness, brand strategy, brand image, rebrand, brand loyalty, logo design, brand voice
    logo: design a logo, logo for, company logo
    copywriting: ad copy, sales copy, call to action, website copy, advertising copy, copywriter, sales letter
    public relations: press release, media relations, pr campaign, crisis communication, press conference
    target audience: buyer persona, customer segment, customer persona, target customer, audience for, customer profile
    sales?: salesperson, sales pitch, sales strategy, increase sales, sales team, sales rep, sales representative, sell a product
    sales call: cold call, cold email, sales script, sales email, follow up with a client, lead generation, sales lead
    sales forecast: sales data, sales report, quarterly sales, sales figures, sales target, revenue forecast
    customer acquisition: attract customers, potential customer, new customers, attract new, customer engagement, conversion funnel, sales funnel
    promotion offer: coupon code, special offer, limited time offer, promo code, promotional offer, loyalty program
    market positioning: unique selling point, value proposition, unique selling proposition, positioning statement, product differentiation
    event marketing: trade show, sponsorship, event promotion, promote the event
    affiliate marketing: affiliate link, referral program, multi level marketing, word of mouth marketing
    flyer and poster: flyer for, poster for, brochure, pamphlet, design a poster, leaflet
    testimonial: customer testimonial, product review, endorsement, online review, write a review of a product
    `,
  ),
];
