#pragma once
#define LIB_BEGIN namespace lib { inline namespace v1 {
#define LIB_END } }
#define DETAIL_BEGIN(name) namespace name {
#define DETAIL_END() }
