#pragma once
namespace J {
class Other { public: Other(); };
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
int tail();
} // namespace J
