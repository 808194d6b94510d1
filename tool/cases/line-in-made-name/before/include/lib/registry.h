#pragma once

struct Registration {
  explicit Registration(int) {}
};

#define REGISTER_PASTE(a, b) a##b
#define REGISTER_JOIN(a, b) REGISTER_PASTE(a, b)
#define REGISTER(value) static Registration REGISTER_JOIN(registration__, __LINE__)(value);
