#pragma once
#define ABSL_NAMESPACE_BEGIN inline namespace lts_1 {
#define ABSL_NAMESPACE_END }
