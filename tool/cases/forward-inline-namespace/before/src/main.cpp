#include "api/api.h"

#include <cstdio>

int main() {
  api::Session session;
  session.last.session = &session;
  std::printf("%d\n", session.last.session->last.number);
}
