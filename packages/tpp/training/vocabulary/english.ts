/** English words of statements, met in all countries; `~` marks what stands in a payment's text, not in a name. */
export const english = `
income.salary: ~salary | ~payroll | ~monthly wages | ~salary payment | ~bonus payment employee
income.pension: ~pension payment | ~state pension
income.benefits: ~unemployment benefit | ~social benefit | ~maternity allowance
income.child-benefit: ~child benefit
income.business: ~invoice payment received for services | ~payout stripe | ~freelance fee | ~consulting services invoice received | ~payout sales
income.interest: ~interest earned | ~credit interest | ~savings interest
income.dividends: ~dividend | ~cash dividend shares
income.rent: ~rent from tenant | ~rental income
income.tax-refund: ~tax refund
income.insurance-claim: ~claim settlement insurance | ~claim payout
income.scholarship: ~scholarship grant | ~erasmus grant
income.cashback: ~cashback reward | ~loyalty bonus
transfers.own: ~transfer between own accounts | ~own account transfer | ~transfer to my account
transfers.person: ~thanks | ~gift | ~lunch split | ~for tickets | ~loan repayment friend | ~money for mum | ~happy birthday
transfers.savings: ~savings transfer | ~term deposit | ~deposit opening | ~to pocket savings | ~round up savings
transfers.investment: ~investment account funding | ~buy shares | ~crypto purchase | ~brokerage deposit
transfers.card-settlement: ~credit card repayment | ~card balance settlement
transfers.wallet: ~wallet top up | ~account top-up by card
transfers.cash-withdrawal: ~cash withdrawal | ~atm withdrawal | ~cash advance atm
transfers.cash-deposit: ~cash deposit | ~cash in atm
transfers.exchange: ~currency exchange | exchange office | ~exchanged to usd | ~fx conversion
housing.rent: ~rent | ~flat rent | ~apartment rent month
housing.mortgage: ~mortgage payment | ~home loan instalment
housing.service-charge: ~building maintenance fee | ~condominium fee | residents association
housing.repairs: plumbing | electrical services | construction services | locksmith | roofing
housing.home-improvement: hardware store | garden centre | building materials | tools | diy
housing.furniture: furniture | home decor | mattress | lighting | interiors
housing.household-help: cleaning services | house cleaning
housing.security: alarm systems | security services
utilities.electricity: ~electricity bill | power supply
utilities.gas: ~gas bill | natural gas
utilities.water: ~water bill | water supply
utilities.heating: ~heating bill | firewood
utilities.waste: ~waste collection | recycling
utilities.mobile: ~mobile phone bill | ~prepaid top up mobile | mobile telecom
utilities.internet: ~internet bill | broadband | ~fibre internet | vpn
utilities.television: ~tv subscription | cable tv
utilities.other: ~utility bills | ~utilities
food.groceries: supermarket | grocery | food market | minimarket | convenience store | organic food
food.bakery: bakery | pastry | cake shop | ice cream | chocolate | sweets
food.specialities: butcher | fish market | delicatessen | cheese | farm shop
food.alcohol-tobacco: wine shop | liquor store | tobacco | vape | beer shop
food.restaurants: restaurant | steak house | pizza | sushi | grill | tavern | ramen | kitchen | dining
food.fast-food: kebab | burger | fried chicken | street food | tacos
food.cafes: coffee | cafe | coffee roasters | tea house | espresso
food.bars: pub | bar | night club | cocktail | brewery | lounge
food.delivery: food delivery | meal delivery
transport.fuel: petrol station | gas station | fuel | filling station
transport.charging: ev charging | charging station
transport.public: ~bus ticket | metro | public transport | transit
transport.taxi: taxi | cab | ride
transport.parking: parking | car park | garage parking
transport.tolls: ~toll | motorway vignette
transport.service: auto service | car wash | tyres | car parts | garage repair
transport.vehicle-purchase: ~car lease | car dealer | motors
transport.sharing: scooter rental | bike share | car sharing
transport.inspection: vehicle inspection | ~car registration
travel.flights: airlines | airways | ~flight booking
travel.lodging: hotel | hostel | apartments | resort | guest house | inn
travel.rail: ~train ticket | bus lines | ferries | railways
travel.agencies: travel agency | tours | holidays
travel.car-rental: rent a car | car hire
shopping.clothing: fashion | clothing | boutique | outfit | apparel | lingerie
shopping.shoes: shoes | sneakers | leather bags | footwear
shopping.electronics: electronics | computers | phone accessories | mobile store | tech store
shopping.online: online shop | marketplace | webshop
shopping.department: department store | home store | dollar store | duty free
shopping.books: bookshop | stationery | books | newspaper subscription | press
shopping.jewellery: jewellery | watches | gold | diamonds
shopping.gifts: flowers | gift shop | souvenirs | florist
shopping.second-hand: thrift | vintage | pawn shop | antiques
shopping.other: trading | store | shop
health.pharmacy: pharmacy | drugs | chemist
health.doctors: medical clinic | laboratory | physiotherapy | ~doctor consultation | diagnostics | psychotherapy
health.dentist: dental clinic | dentist | orthodontics | dental
health.hospital: hospital | nursing home
health.optician: optics | eyewear | optical | contact lenses
health.hair-beauty: hair salon | barber | beauty | nails | hairdresser | tattoo studio | lashes | brow bar
health.cosmetics: cosmetics | perfume | skincare
health.laundry: laundry | dry cleaning | tailor
health.wellness: spa | massage | sauna | wellness
leisure.streaming: ~streaming subscription | ~music subscription
leisure.games: ~video games | gaming | ~in-app purchase
leisure.cinema: cinema | movies
leisure.events: theatre | ~concert tickets | festival | ~event tickets
leisure.museums: museum | zoo | amusement park | castle | aquarium | gallery
leisure.fitness: fitness | gym | yoga | swimming pool | crossfit | tennis club | dance studio | climbing
leisure.sports-goods: sports shop | bikes | outdoor equipment | fishing gear | ski
leisure.hobbies: music instruments | bowling | escape room | photo studio | crafts | karting | billiards | horse riding
leisure.gambling: casino | betting | lottery | poker | slots
family.childcare: kindergarten | nursery | day care | ~babysitter
family.toys: toys | kids | baby store
family.maintenance: ~child support | ~alimony
family.school: school | ~tuition school | ~school lunch
family.university: university | ~tuition fee | college
family.courses: course | language school | driving school | academy | ~lessons | training
family.pets: vet | pet shop | veterinary | pet food
finance.bank-fees: ~account fee | ~monthly plan fee | ~card fee | ~commission | ~transfer fee | ~service charge bank
finance.loan: ~loan repayment | ~loan instalment
finance.interest: ~debit interest | ~overdraft interest | ~penalty interest
finance.instalments: ~pay in 3 | ~instalment plan
finance.debt-collection: debt collection | bailiff
insurance.health: ~health insurance
insurance.life: ~life insurance
insurance.vehicle: ~car insurance | ~motor insurance
insurance.home: ~home insurance | ~property insurance
insurance.pension: ~pension contribution
insurance.other: insurance | ~travel insurance | insurance broker
government.income-tax: ~income tax
government.property-tax: ~property tax | ~road tax
government.vat: ~vat payment
government.social-contributions: ~social security contribution
government.fines: ~fine | ~speeding ticket | ~parking fine
government.fees: ~visa fee | ~passport fee | embassy | consulate | city hall
government.tax-other: ~tax payment | ~customs duty
giving.charity: ~donation | foundation | charity
giving.religion: church | parish | mosque | synagogue
giving.membership: ~membership fee | ~annual membership | union dues
business.suppliers: wholesale | ~supplier invoice goods | distribution | trading goods
business.payroll: ~staff salaries | ~employee salary transfer
business.software: software | hosting | ~saas subscription | cloud | ~domain renewal
business.advertising: advertising | marketing agency | printing | ~ad campaign
business.professional: law office | accounting | consulting | legal services | notary | ~bookkeeping | translations
business.postage: courier | post | parcel | logistics | shipping
business.office: office supplies | copy centre | printer cartridges | equipment rental
`;
