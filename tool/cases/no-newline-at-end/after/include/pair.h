#pragma once
struct First {};
