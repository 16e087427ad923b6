"""How the running bot is seen from outside: health, numbers, and alarms that do not go by way of Telegram.

Nothing here knows a person: parts, ages, counts and names of alarms.
"""
