#pragma once
struct Unused {};
