"""Which way to stay signed in suits a project: questions with weights, and a verdict that shows how it was reached."""

from comparison.advisor.advice import Advice, advise
from comparison.advisor.question import Answers, Choice, Question
from comparison.advisor.questions import QUESTIONS

__all__ = ["QUESTIONS", "Advice", "Answers", "Choice", "Question", "advise"]
