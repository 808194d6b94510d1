#pragma once
namespace J {
class Other { public: Other(); };
namespace moved {
class Case {
public:
  Case();
  virtual ~Case();
  void run(Other &o);
protected:
  Other *o_{nullptr};
private:
  virtual int runOne() = 0;
};
} // namespace moved
int tail();
} // namespace J
