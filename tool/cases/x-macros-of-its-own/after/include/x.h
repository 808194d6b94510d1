#pragma once
namespace n {
struct Stay {};
}
