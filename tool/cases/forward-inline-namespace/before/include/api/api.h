#pragma once

namespace api {
inline namespace v2 {

class Session;

struct Request {
  Session *session = nullptr;
  int number = 1;
};

class Session {
public:
  Request last;
};

} // namespace v2
} // namespace api
