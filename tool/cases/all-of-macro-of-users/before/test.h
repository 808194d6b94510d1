#pragma once
struct Case {
  virtual ~Case() = default;
  virtual int run() = 0;
};
using Factory = Case *(*)();
struct Runner {
  int add(Factory factory) { Case *made = factory(); int r = made->run(); delete made; return r; }
};
#define FIXTURE(name) \
  struct Test##name : Case { \
    static Case *factory() { return new Test##name(); } \
    int run() override; \
  }; \
  int Test##name::run()
#define REGISTER(runner, name) (runner).add(&Test##name::factory)
