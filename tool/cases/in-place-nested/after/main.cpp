#include "a.hpp"
struct X : J::moved::Case { int runOne() override { return 0; } };
int main() { X x; J::Other o; x.run(o); return J::tail() - 1; }
