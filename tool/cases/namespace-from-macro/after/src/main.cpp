#include "sdk/sdk.h"
#include "sdk/token.h"

#include <cstdio>

int main() {
  sdk::Session session;
  std::printf("%d %d\n", session.token.value, sdk::Token().value);
}
