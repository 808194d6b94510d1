#pragma once

#include "api/request.h"

namespace api {
inline namespace v2 {

class Session;

class Session {
public:
  Request last;
};

} // namespace v2
} // namespace api
