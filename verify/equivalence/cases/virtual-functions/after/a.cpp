namespace sys::bus { struct Base { virtual ~Base(); virtual int f(); }; struct Port : Base { int f() override; }; Base::~Base() {} int Base::f() { return 1; } int Port::f() { return 2; } }
int use(sys::bus::Base *b) { return b->f(); }
sys::bus::Base *make() { return new sys::bus::Port; }
