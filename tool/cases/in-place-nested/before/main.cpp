#include "a.hpp"
struct X : J::Case { int runOne() override { return 0; } };
int main() { X x; J::Other o; x.run(o); return J::tail() - 1; }
