import { readEntries, type VocabularyEntry } from '../entry.ts';

/** Lists the tags for everyday banking, personal finance, investing, accounting and economics. */
export const financeEntries: readonly VocabularyEntry[] = [
  ...readEntries(
    'topic',
    'finance',
    `
    card arrival: card has not arrived, card hasn't arrived, card arrive, receive my card, waiting for my card, track my card, card still not here, card in the mail, card i ordered, locate my card, when are cards delivered, status of the card, card still hasn't, card yet
    card delivery: delivery of my card, how long for a card, card be delivered, card sent to, card shipped, expedite my card
    card activation: activate my card, activate card, activate a card, card activated, activate the card
    card linking: link my card, link a card, add my card, link card to, card into the app, relink my card, put my card in the app
    card declined: declined card, card was declined, card got declined, payment declined, card keeps getting declined, payment was declined, card rejected, my card is not accepted, card was rejected, keeps getting declined, payment get declined, card is being declined, card keeps being declined
    card not working: card doesn't work, card isn't working, card won't work, card stopped working, my card is broken, card doesn't seem to work, trouble with my card, card isn't being, is my card broken, problem with my card
    contactless payment: contactless, tap to pay, contactless not working, nfc payment
    lost or stolen card: lost my card, card was stolen, stolen card, report lost card, card has been stolen, lost card, card went missing, lost my wallet
    card swallowed: machine took my card, ate my card, atm kept my card, card stuck in, swallowed my card, get my card back
    compromised card: someone used my card, card compromised, card details stolen, unauthorised use of my card, cloned card, someone else is using my card, used without my permission, used my card without, fraudulent use of my card, card was used without
    card expiry: card expire, expired card, card about to expire, card expiration date, expiration date, card is about to expire
    card replacement: replace my card, replacement card, new card, damaged card, reissue card, order a new card, spare card, second card
    physical card: order a physical card, real card, get a physical card, plastic card, actual card
    virtual card: disposable card, disposable virtual card, one time card, temporary card number
    card acceptance: where can i use my card, accept my card, card accepted, use my card anywhere, use this card, cards do you support, where is my card accepted, card will be accepted, should my card work, card be accepted
    visa or mastercard: mastercard, visa card, american express, choose visa
    card payment: pay by card, payment with my card, paid with my card, paid by card, card transaction, card purchase
    pending card payment: payment pending, payment is still pending, pending payment, payment not completed, payment hasn't gone through, purchase is pending, still pending payment, purchase pending, payment coming as pending
    unrecognised payment: payment i don't recognize, don't recognise, did not make this payment, transaction i didn't make, unknown transaction, strange payment, i did not make, payment not recognised, didn't make this payment, payment that is not mine, payment i didn't make, payment i did not, not my transaction
    double charge: charged twice, charged two times, duplicate charge, duplicate transaction, same transaction twice, duplicate payment, multiple charges, charged more than once, same charge twice
    extra charge: additional charge, extra fee on my statement, extra pound, weird charge, charged extra, why was i charged, charge on my statement, fee on my statement, fee i don't recognize, charged me extra, extra dollar
    payment fee: charged a fee for, fee for card payment, fee for paying, charged for using my card, card fee, fee when i paid, fees to use your card, fees for card, why did i get a fee
    transfer fee: fee for transfer, charged for a transfer, transfer charge, fee on my transfer, cost to transfer, transfer cost
    withdrawal fee: fee for withdrawing, charged for withdrawing, withdrawal charge, atm fee, charged for cash, fee for cash withdrawal, fee when i withdrew, fee to withdraw, charge for withdrawing cash, fee for getting cash
    cash withdrawal: withdraw cash, withdraw money, withdrew cash, cash machine, atm, take out cash, cash out, get cash
    wrong cash amount: wrong amount of cash, atm gave me less, less cash than, received the wrong amount, didn't get the cash, cash i requested, get less money than, gave me the wrong amount, less money than i asked, received less cash
    declined withdrawal: couldn't withdraw, can't withdraw, withdrawal declined, unable to withdraw, atm declined, can't get money out
    pending withdrawal: withdrawal pending, pending cash withdrawal, withdrawal still pending, withdrawal is showing as pending
    unrecognised withdrawal: withdrawal i didn't make, withdrawal not recognised, i did not withdraw, cash withdrawal i don't recognise, atm withdrawal i, withdrawal that i didn't, withdrawal isn't mine, never withdrew
    top up: top up my account, add money, add funds, load money
    automatic top up: auto top up, auto top, top up automatically, top up feature
    top up by card: top up with card, top up using my card, top up with my card
    cash top up: cash or cheque top up, top up by cash or cheque, deposit cash, deposit a cheque, cheque deposit, cash deposit, top up with cash, top up with a cheque, deposit a check
    top up by transfer: top up by bank transfer, top up via transfer, sepa, swift transfer, top up with a bank transfer
    top up failed: top up didn't work, top up not working, top up was cancelled, top up declined, top up was reverted, top up reverted, top up rejected, couldn't top up, topup go through, top up not go, topup didn't, top up get
    top up pending: pending top up, top up is pending, top up hasn't, top up still, top up not showing, top up completed
    top up limit: limit on top up, maximum top up, how much can i top up
    top up verification: verify my top up, verify top up, top up verification code, verification code for top up, verify the top up
    money transfer: transfer money, bank transfer, send money, wire transfer, make a transfer, transfer funds, transfer from
    transfer timing: how long does a transfer, how long do transfers, transfer take, when will my transfer, transfer arrive, transfer from china, urgent transfer, when will a transfer, when will the money, how long for a transfer, how long until my money, funds to show
    failed transfer: transfer failed, transfer didn't go through, transfer declined, transfer not working, transfer was declined, transfer rejected, my transfer won't go, couldn't transfer, transfer didn't work, transfer to be declined, not able to do a transfer, can't transfer, successful transfer
    transfer not received: transfer hasn't arrived, not received the transfer, recipient hasn't received, money hasn't arrived, transfer not arrived, friend hasn't received, transfer missing, money hasn't shown, hasn't gotten it yet, money not received, recipient not received, transferred money has not
    pending transfer: transfer is pending, transfer still pending, transfer stuck, transfer is still pending, transfer has been pending, transfer to pend
    cancel transfer: cancel a transfer, cancel my transfer, reverse a transfer, stop a transfer, cancel transaction, transferred to the wrong account, wrong account number, undo a transfer, cancelling a transaction, cancel a purchase, cancel a payment, cancelling a transfer, made a mistake with a transfer
    beneficiary: beneficiary not allowed, beneficiary is not, add a payee, recipient account, new beneficiary, payee
    receiving money: get paid into, receive my salary, someone send me money, salary in gbp, receive salary
    direct deposit: set up direct deposit, payroll deposit, paycheck deposited, direct deposit form
    direct debit: standing order, debit i don't recognise, direct debit payment, recurring payment, cancel a direct debit
    refund: get a refund, request a refund, refund my, refunded, money back, refund for, reimbursement?
    refund not showing: refund hasn't, refund not in my account, refund missing, where is my refund, waiting for a refund, refund is not showing
    reverted payment: payment reverted, payment was reversed, payment cancelled, payment returned, reverted card payment, payment was returned
    exchange rate: currency exchange rate, foreign exchange, conversion rate, currency conversion, exchange rate for, usd to, dollar to euro, rate between
    wrong exchange rate: exchange rate was wrong, incorrect exchange rate, rate applied, wrong rate, bad exchange rate, exchange rate is wrong
    currency exchange: exchange currency, exchange money, change currency, convert currency, foreign currency, exchange between, gbp to aud, exchange to eur, exchange into euros, usd and gbp
    exchange fee: charge for exchanging, exchange charge, fee for exchange, foreign transaction fee, international fee, cost to exchange, fee for exchanging foreign
    supported currency: fiat currency, which currencies, currencies do you support, hold money in, currencies can i, what currencies, accept other currencies, currencies you take, different currencies
    country support: support in my country, countries do you support, available in my country, countries are supported, live in the us, do you operate in, get a card in the eu, card in the us, service available in, card outside the uk
    account balance: bank balance, check my balance, balance in my account, how much money is in my, balance not updated, my balance, balance of my, savings account balance, balance did not update, update my balance, how much do i have in
    account opening: open an account, open a bank account, create an account with, new bank account, account for my children, age limit for an account, open a savings account, set up an account, account for my daughter, account for my son, how old do i need to be
    account closure: close my account, delete my account, terminate my account, close the account, cancel my account, deactivate my account, get rid of my account, stop using your
    account frozen: freeze my account, account blocked, account locked, account is on hold, hold on my account, block my account, unfreeze, freeze, account to freeze, account seems to be blocked, put a block on
    identity verification: verify my identity, identity check, prove my identity, verify identity, identification document, identity verified, know your customer, verify my id, id verification, verify my account, proof of identity, identification details
    source of funds: verify the source, source of my funds, where my money comes from, source of money
    personal details: change my address, update my details, edit my details, change my name, change my phone number, update my address, personal information?, change name, modify my details, i have moved, new address, moved to a new address
    pin change: change my pin, new pin, change pin, pin number, forgot my pin, pin?, set up a pin, don't have my pin, find my pin, set my pin, change my card pin, need a pin
    pin blocked: unblock my pin, pin is blocked, blocked pin, wrong pin, pin attempts, entered my pin, pin locked, unlock the pin, unlock my pin, pin too many times
    passcode reset: forgot my passcode, passcode, forgotten passcode, reset my passcode, app passcode
    lost phone: lost my phone, phone was stolen, stolen phone, phone got lost, stole my phone
    mobile wallet: apple pay, google pay, samsung pay, mobile payment, digital wallet, apple watch payment
    bank statement: account statement, spending history, transaction history, recent transactions, my transactions, last transaction, statement from my bank
    bill payment: pay my bill, pay a bill, bill due, minimum payment, electric bill, utility bill, bill balance, phone bill, pay verizon, water bill, telephone bill, pay my rent, amount on my bill, my bill, cable bill
    bank fraud: report fraud, fraudulent charge, fraudulent transaction, fraud on my, suspicious activity, suspicious transaction, fraudulent activity
    routing number: account number, sort code, iban, bic
    checkbook order: order checks, checkbook, cheque book, new checks, more checks, book of checks
    money laundering: anti money laundering, aml, terrorist financing, shell company
    online banking: mobile banking, banking app, internet banking, digital banking
    banking: commercial bank, retail bank, banking system, bank account, banking industry, investment bank, bank manager, bank?
    central bank: federal reserve, monetary policy, european central bank, bank of england, quantitative easing
    `,
  ),
  ...readEntries(
    'topic',
    'finance',
    `
    personal finance: manage my money, financial literacy, financial advice, personal budget, financial planning, financial goal, money management, manage money
    budgeting: household budget, monthly budget, create a budget, family budget, make a budget, budget plan, budget for the, stick to a budget
    saving money: savings account, emergency fund, savings plan, save for, cut costs at home, frugal, money saving
    credit card: credit card debt, credit card company, credit card bill, credit card application, apply for a credit card, apr on my
    credit limit: increase my credit limit, raise my credit limit, limit on my card, credit line
    credit score: credit rating, credit report, improve my credit, fico, bad credit, credit history
    card rewards: reward points, cash back, cashback, rewards balance, redeem rewards, loyalty points, redeem my points, redeem my visa points, credit card points
    debt: pay off debt, debt consolidation, bankruptcy, in debt, debt relief, owe money, national debt
    loan application: personal loan, apply for a loan, bank loan, loan amount, student loan, loan payment, car loan, loan?
    mortgage: home loan, mortgage payment, mortgage rate, down payment, refinance, house loan
    interest rate: annual percentage rate, raise interest rates, rate of interest, interest?
    insurance: insurance policy, insurance company, life insurance, car insurance, home insurance, premium and deductible, insurance claim, insurer
    health insurance: health coverage, medical insurance, insurance plan, insurance benefits, obamacare
    retirement planning: retirement, pension, 401k, retirement account, ira account, rollover?, social security benefits
    tax: income tax, tax return, taxation, tax rate, sales tax, tax deduction, tax form
    salary: annual salary, wages, income per year, payday, paycheck, how much do i make, pay stub, minimum wage, pay day, when do i get paid, take home pay, w2
    stock market: stock price, shares of, stock exchange, dow jones, nasdaq, stock?, market crash, wall street
    investing: investment, invest in, investment strategy, investor, invest money, return on investment, invest?
    investment portfolio: asset allocation, diversification of investment, mutual fund, index fund, etf, hedge fund, portfolio risk, bond yield
    stock trading: day trading, options trading, trader, short selling, technical analysis of stocks, trading strategy, forex, futures contract
    cryptocurrency: bitcoin, ethereum, crypto, crypto wallet, nft, dogecoin, altcoin, crypto exchange
    blockchain: distributed ledger, smart contract, blockchain technology, decentralized finance, defi
    fintech: financial technology, payment processor, peer to peer lending, paypal, venmo
    real estate: property value, real estate agent, house price, housing market, property investment, real estate market, realtor
    renting: rent an apartment, landlord, tenant, lease agreement, rental property, rental agreement, monthly rent
    accounting: accountant, bookkeeping, accounts receivable, general ledger, journal entry accounting, accounting principles, depreciation
    financial statement: balance sheet, income statement, cash flow, profit and loss statement, annual report, earnings report, quarterly results
    financial ratio: earnings per share, price to earnings, debt to equity, liquidity ratio, gross margin, net income, roi
    valuation: discounted cash flow, net present value, valuation of a company, company valuation, enterprise value, internal rate of return
    invoice: billing, invoicing, purchase order, receipt?, invoice number, unpaid invoice
    corporate finance: capital structure, cost of capital, merger and acquisition, shareholder, dividend, initial public offering, ipo
    venture capital: angel investor, seed funding, startup funding, funding round, crowdfunding, raise capital, pitch to investors
    risk management: financial risk, risk assessment, market risk, hedging, credit risk, mitigate risk, risk analysis
    economics: economy, economist, economic theory, economic growth, macroeconomics, microeconomics, economic impact
    supply and demand: demand curve, price elasticity, market equilibrium, law of demand, law of supply, elasticity
    inflation: consumer price index, deflation, hyperinflation, cost of living, rising prices, purchasing power
    recession: economic crisis, financial crisis, great recession, economic downturn, depression of 1929, great depression
    gdp: gross domestic product, national income, gdp per capita, gross national product
    unemployment: unemployment rate, jobless, unemployed, job losses
    international trade: free trade, tariff, import and export, trade deficit, globalization, world trade organization, trade war
    fiscal policy: government spending, budget deficit, public finance, stimulus package, government debt
    economic system: capitalism, socialism, market economy, command economy, communism and capitalism, free market, mixed economy
    monopoly market: antitrust, oligopoly, perfect competition, monopoly power, market structure
    income inequality: wealth gap, wealth inequality, wealth distribution, rich and poor, universal basic income
    microfinance: microcredit, financial inclusion, unbanked
    charity donation: donate, donation, philanthropy, fundraiser, fundraising, charity
    financial fraud: ponzi scheme, pyramid scheme, insider trading, embezzlement, investment scam, enron
    gig economy: freelancing, gig worker, uber driver, side hustle, passive income
    consumer spending: consumer confidence, spending habit, impulse buying, expenses, expense report
    inheritance and estate: estate planning, last will, inheritance tax, trust fund, probate
    `,
  ),
];
