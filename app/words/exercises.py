"""What can be practised, in plain words."""

from __future__ import annotations

from app.domain.exercises import Exercise, Place
from app.words.speech import Speech


def exercise(exercise: Exercise, speech: Speech) -> str:
    """What goes wrong when it is switched on."""
    return {
        Exercise.KEY_REJECTED: speech.say("The key was deleted"),
        Exercise.NO_CREDIT: speech.say("The credit is used up"),
        Exercise.CREDIT_LOW: speech.say("The credit is low"),
        Exercise.OFFLINE: speech.say("OpenRouter can't be reached"),
        Exercise.HOTEL: speech.say("A hotel's login page is in the way"),
        Exercise.SLOW: speech.say("OpenRouter answers slowly"),
        Exercise.PROFILE_GONE: speech.say("An update removed the OpenRouter profile"),
        Exercise.OTHER_PROFILE: speech.say("Another program chose its own profile"),
        Exercise.FIRST_PARTY: speech.say("Claude was switched to its own account"),
        Exercise.ADDRESS_WRONG: speech.say("Somebody changed the address"),
        Exercise.HELPER_GONE: speech.say("The helper that hands over the key is gone"),
        Exercise.SETTINGS_BROKEN: speech.say("A settings file can't be read any more"),
        Exercise.CLAUDE_HANGS: speech.say("Claude does not close when asked"),
        Exercise.CLAUDE_SILENT: speech.say("Claude writes nothing into its log"),
    }[exercise]


def place(place: Place, speech: Speech) -> str:
    return {
        Place.GATEWAY: speech.say("At OpenRouter"),
        Place.COMPUTER: speech.say("On this computer"),
        Place.CLAUDE: speech.say("In Claude Desktop"),
    }[place]
