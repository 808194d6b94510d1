#include "a.hpp"
int main() { old::Handle h{3}; old::User u{h}; return u.h.value - 3; }
